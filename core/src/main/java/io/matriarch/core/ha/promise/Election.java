package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a candidate may lead without losing what was acknowledged (safety.md 1.3, I2 (c)).
///
/// What a voter has beyond where its WAL leaves the published line was never acknowledged: nobody has to wait for it. Without a known line all that
/// anybody has counts.
public final class Election {
    private final Reach mine;
    private final Electorate electorate;
    private final List<Promise> promises;
    private final PublishedLine published;

    private Election(Reach mine, Electorate electorate, List<Promise> promises, PublishedLine published) {
        this.mine = mine;
        this.electorate = electorate;
        this.promises = promises;
        this.published = published;
    }

    /// `heard` is every promise that reached the candidate, in any order, again or of other terms: only those of this term by voters count, each voter once.
    /// `electorate` and `published` are of the read that gave the candidate its term, or of a later one.
    public static Verdict judge(Candidate candidate, Electorate electorate, Collection<Promise> heard, PublishedLine published) {
        if (!candidate.promisedToItself()) return new Verdict.Withdraw("its own disk does not say that it promised itself this term");
        var promises = heard.stream().filter(p -> p.term().equals(candidate.term()) && p.candidate().equals(candidate.name())
                && electorate.voters().contains(p.voter())).toList();
        return switch (candidate.wal()) {
            case LocalWal.Unknown(var because) -> new Verdict.Withdraw("where its WAL ends is not known: " + because);
            case LocalWal.Known(var reach) -> new Election(reach, electorate, promises, published).judge();
        };
    }

    private Verdict judge() {
        var missing = electorate.missing(promised());
        if (strayed()) return new Verdict.Withdraw("its WAL left the cluster's history and has to be rewound first");
        if (missing > 0) return new Verdict.Wait(missing, "the former primary may still find " + electorate.quorum() + " of "
                + electorate.voters().size() + " voters that confirm a commit");
        return promises.stream().filter(this::ahead).max(byWhatCounts()).map(this::behind).orElseGet(this::lead);
    }

    private Set<MemberName> promised() {
        return promises.stream().map(Promise::voter).collect(Collectors.toSet());
    }

    private Verdict lead() {
        if (published instanceof PublishedLine.Known line && line.begin().isAfter(mine.end()))
            return new Verdict.Withdraw("the cluster's present timeline begins after the end of its WAL");
        if (promised().size() < electorate.needed())
            return new Verdict.Lead("nobody has more WAL; that the former primary confirms nothing more rests on clocks, for voters that run Patroni promise nothing");
        return new Verdict.Lead("with " + electorate.needed() + " of " + electorate.voters().size()
                + " voters the former primary can confirm nothing more, and all that counts of their WAL is here");
    }

    private Verdict behind(Promise further) {
        if (mine.isPartOf(further.reach())) return new Verdict.FetchFrom(further.voter(), "it has more WAL of the same history: " + further.reach());
        return switch (published) {
            case PublishedLine.Known _ -> new Verdict.StepAsideFor(further.voter(),
                    "what it has may have been acknowledged (" + counted(further) + "), and this copy has gone another way");
            case PublishedLine.Unknown _ -> new Verdict.Withdraw("its history and that of " + further.voter() + " part, and etcd does not say which counts");
        };
    }

    private boolean ahead(Promise promise) {
        return !counted(promise).isPartOf(mine);
    }

    private Reach counted(Promise promise) {
        return switch (published) {
            case PublishedLine.Known line -> promise.reach().cut(line.leftBy(promise.reach()));
            case PublishedLine.Unknown _ -> promise.reach();
        };
    }

    /// It goes another way than the cluster did: before the timeline that it is on now, or on one that it has left.
    private boolean strayed() {
        if (!(published instanceof PublishedLine.Known line)) return false;
        var left = line.leftBy(mine);
        return mine.end().isAfter(left) && (line.begin().isAfter(left) || line.left(mine.timelineAfter(left)));
    }

    private Comparator<Promise> byWhatCounts() {
        return Comparator.comparing((Promise p) -> counted(p).end()).thenComparing(Promise::voter, Comparator.<MemberName>naturalOrder().reversed());
    }
}
