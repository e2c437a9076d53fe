package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Everything that can happen, one step at a time, in an abstract cluster that runs the promises: what is decided is decided by the product's own
/// [Voter], [Voting] and [Election]; etcd, PostgreSQL, the network and the crashes are modelled.
///
/// There is no time. The old primary never stops: it has written all its records, sends them to whoever streams from it, and tells a client of a commit as
/// soon as k standbys ever told it to have it, in whatever order that came. Requests and reports, once sent, arrive at any time, again, or never. The leader
/// key may change hands at any moment. Longer than most files: it is one list of steps, and they are read together.
final class PromiseModel {
    private static final MemberName OLD_PRIMARY = new MemberName("p");
    private static final int SILENT = 7;
    private final int voters;
    private final int quorum;
    private final int records;
    /// Which standby is the candidate of term 3; -1 for none.
    private final int third;
    /// Looks are of one instant, and a report is one step: fewer states, for clusters of four.
    private final boolean coarse;
    private final Flaw flaw;
    private final int named;
    private final Map<Long, Integer> verdicts = new HashMap<>();

    PromiseModel(int voters, int quorum, int records, int third, boolean coarse, Flaw flaw) {
        this.voters = voters;
        this.quorum = quorum;
        this.records = records;
        this.third = third;
        this.coarse = coarse;
        this.flaw = flaw;
        this.named = Math.max(third, 0) + 1;
    }

    Cluster first() {
        var standbys = new int[voters];
        java.util.Arrays.fill(standbys, Standby.FIRST.bits());
        return Cluster.of(1, 0, 0, 0, 0, standbys);
    }

    /// Whether a record that a client was told to be committed is not in the WAL of a later term's leader.
    boolean lost(Cluster c) {
        var thirdLeads = c.third() == 2;
        return c.second() >= 2 && acknowledged(c) > c.fork() || thirdLeads && acknowledged(c) > c.thirdAt() / 2
                || thirdLeads && freshAcknowledged(c) && c.thirdAt() % 2 == 0;
    }

    /// How many records of the first term clients were told of, or may be told of any moment.
    int acknowledged(Cluster c) {
        var acknowledged = 0;
        for (var record = 1; record <= records; record++) {
            var told = 0;
            for (var i = 0; i < voters; i++) if (c.standby(i).oldTold() >= record) told++;
            if (told >= quorum) acknowledged = record;
        }
        return acknowledged;
    }

    /// The second leader's voters are all others, and one of them is enough.
    boolean freshAcknowledged(Cluster c) {
        var open = c.second() == 3 || flaw == Flaw.OPENS_BEFORE_SYNC && c.second() >= 2;
        for (var i = 1; i < voters && open; i++) if (c.standby(i).freshTold()) return true;
        return false;
    }

    void steps(Cluster c, Consumer<Cluster> then) {
        if (c.key() == 1) then.accept(c.taken(2));
        if (c.key() == 2 && third >= 0 && !(third == 0 && c.secondRuns())) then.accept(c.taken(3));
        if (c.second() == 2 && c.key() == 2) then.accept(c.secondIs(3, c.fork()));
        if (c.second() == 2 && c.key() == 3) then.accept(c.secondIs(4, c.fork()));
        if (c.second() == 1) candidate(c, 0, 2, then);
        if (c.third() == 1) candidate(c, third, 3, then);
        for (var i = 0; i < voters; i++) {
            if (i == 0 && c.secondRuns() || i == third && c.third() == 2) continue;
            var at = i;
            standby(c, i, s -> then.accept(c.with(at, s, named)));
        }
    }

    // --- a standby ---

    private void standby(Cluster c, int i, Consumer<Standby> then) {
        var s = c.standby(i);
        receiver(c, s, then);
        follow(c, i, s, then);
        crash(s, then);
        if (c.second() == 1) asked(s, i, 2, name(0), then);
        if (c.third() == 1) asked(s, i, 3, name(third), then);
        if (coarse && s.stage() > 0) then.accept(s.link(0, false).looks().reports());
        else if (s.stage() == 1 || s.stage() == 2) then.accept(s.looks());
        else if (s.stage() > 2) lookEnds(s, i, then);
    }

    /// PostgreSQL by itself: connects to whom primary_conninfo names, loses the connection, writes what comes.
    private void receiver(Cluster c, Standby s, Consumer<Standby> then) {
        if (s.receiving()) then.accept(s.link(s.ending() ? 0 : s.upstream(), false));
        else if (s.upstream() == 1 && s.fresh() == 0 || s.upstream() == 2 && c.secondRuns()) then.accept(s.link(s.upstream(), true));
        if (!s.receiving()) return;
        if (s.upstream() == 1 && s.fresh() == 0 && s.old() < records) then.accept(s.receives(s.old() + 1, 0));
        if (s.upstream() == 2 && c.secondRuns() && s.old() < c.fork()) then.accept(s.receives(s.old() + 1, 0));
        if (s.upstream() == 2 && c.secondRuns() && s.old() == c.fork() && s.fresh() == 0) then.accept(s.receives(s.old(), 1));
    }

    /// The agent writes primary_conninfo, after a rewind where the histories part.
    private void follow(Cluster c, int i, Standby s, Consumer<Standby> then) {
        if (s.upstream() == 0 && s.stage() == 0 && voter(s, i).mayFollow(new Term(1), OLD_PRIMARY) instanceof Voter.Answer.Written)
            then.accept(s.has(s.old(), 0).link(1, false));
        if (i == 0 || !c.secondRuns() || s.upstream() == 2) return;
        switch (voter(s, i).mayFollow(new Term(2), name(0))) {
            case Voter.Answer.Written _ -> then.accept(joins(c, s));
            case Voter.Answer.WriteDown _ -> then.accept(joins(c, flaw == Flaw.FOLLOWS_WITHOUT_WRITING ? s : s.writes(2)));
            case Voter.Answer.Refuse _, Voter.Answer.Abstain _ -> { }
        }
    }

    private static Standby joins(Cluster c, Standby s) {
        var parted = s.old() > c.fork();
        return s.has(parted ? c.fork() : s.old(), parted ? 0 : s.fresh()).link(2, false).at(0);
    }

    /// The agent alone, or the server with it. What is on disk stays, and primary_conninfo is written anew only by [#follow].
    private void crash(Standby s, Consumer<Standby> then) {
        then.accept(s.at(0));
        var back = flaw == Flaw.FORGETS_OVER_CRASH ? s.writes(1) : s;
        then.accept(back.link(flaw == Flaw.STREAMS_AGAIN_AFTER_RESTART ? 1 : 0, false).at(0));
    }

    private void asked(Standby s, int i, int term, MemberName candidate, Consumer<Standby> then) {
        switch (voter(s, i).asked(new Term(term), candidate)) {
            case Voter.Answer.WriteDown _ -> then.accept(s.writes(term).at(1));
            case Voter.Answer.Written _ when s.stage() == 0 -> then.accept(s.at(1));
            case Voter.Answer.Written _, Voter.Answer.Refuse _, Voter.Answer.Abstain _ -> { }
        }
    }

    private void lookEnds(Standby s, int i, Consumer<Standby> then) {
        var quiet = s.stage() == 4 || flaw == Flaw.ONE_LOOK_IS_ENOUGH;
        if (flaw == Flaw.READS_BEFORE_STOP) then.accept(s.link(0, false).reports());
        else switch (new Voting(promised(s), quiet).after(new Voting.Look(seen(s), new LocalWal.Known(Reaches.at(s.seen(), 0))), name(i), promised(s))) {
            case Voting.Step.EndReceiver _ -> then.accept(s.emptied().at(1));
            case Voting.Step.LookAgain _ -> then.accept(s.at(2));
            case Voting.Step.Report _ -> then.accept(s.reports());
            case Voting.Step.Abstain _, Voting.Step.Overtaken _ -> throw new AssertionError("not in this model");
        }
    }

    private Receiver seen(Standby s) {
        if (s.receiving()) return Receiver.RUNNING;
        return s.upstream() == 0 || flaw == Flaw.ABSENT_IS_GONE ? Receiver.GONE : Receiver.ABSENT;
    }

    private Voter voter(Standby s, int i) {
        return new Voter(name(i), promised(s), true);
    }

    private Promised.To promised(Standby s) {
        return new Promised.To(new Term(s.promised()), switch (s.promised()) {
            case 1 -> OLD_PRIMARY;
            case 2 -> name(0);
            case 3 -> name(third);
            default -> throw new AssertionError(s);
        });
    }

    // --- a candidate ---

    /// Judges by any choice of the reports that were ever sent. `choose` gives the set of what may come of it: bit 0 to lead, bit 1 + i to fetch from i.
    private void candidate(Cluster c, int self, int term, Consumer<Cluster> then) {
        var s = c.standby(self);
        var opened = c.second() == 3 && term == 3 ? 1 : 0;
        var outcomes = choose(c, self, term, 0, (long) s.position() << 9 | (long) s.promised() << 7 | (long) c.fork() << 5 | (long) opened << 4 | term);
        if ((outcomes & 1) == 1) then.accept(promoted(c, self, term));
        for (var from = 0; from < voters; from++) if ((outcomes >> 1 + from & 1) == 1) fetch(c, self, from, then);
    }

    private int choose(Cluster c, int self, int term, int voter, long chosen) {
        if (voter == voters) return verdicts.computeIfAbsent(chosen, key -> outcome(judge(c, self, term, key >> 12)));
        var outcomes = choose(c, self, term, voter + 1, chosen | (long) SILENT << 12 + 3 * voter);
        var said = c.standby(voter).said(term);
        for (var position = 0; position < Standby.POSITIONS; position++)
            if ((said >> position & 1) == 1) outcomes |= choose(c, self, term, voter + 1, chosen | (long) position << 12 + 3 * voter);
        return outcomes;
    }

    private static int outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Lead _ -> 1;
            case Verdict.FetchFrom(var from, var _) -> 2 << NAMES.indexOf(from);
            case Verdict.StepAsideFor _, Verdict.Wait _, Verdict.Withdraw _ -> 0;
        };
    }

    private Verdict judge(Cluster c, int self, int term, long chosen) {
        var s = c.standby(self);
        var opened = c.second() == 3 && term == 3;
        var promises = new ArrayList<Promise>();
        for (var i = 0; i < voters; i++) {
            var position = (int) (chosen >> 3 * i & 7);
            if (position != SILENT) promises.add(new Promise(name(i), new Term(term), name(self), reach(position, c)));
        }
        return Election.judge(new Candidate(name(self), new Term(term), promised(s), new LocalWal.Known(reach(s.position(), c))),
                electorate(opened), flaw == Flaw.LEADS_THOUGH_BEHIND ? shortened(promises) : promises, line(opened, c));
    }

    private PublishedLine line(boolean opened, Cluster c) {
        if (flaw == Flaw.POSITIONS_WITHOUT_TIMELINES || !opened) return PublishedLine.of(TimelineHistory.UNKNOWN, new Timeline(1));
        return PublishedLine.of(new TimelineHistory(Reaches.forks(c.fork())), new Timeline(2));
    }

    private Reach reach(int position, Cluster c) {
        var reach = Reaches.at(position, c.fork());
        return flaw == Flaw.POSITIONS_WITHOUT_TIMELINES ? new Reach(List.of(), new Timeline(1), reach.end()) : reach;
    }

    private static List<Promise> shortened(List<Promise> promises) {
        return promises.stream().map(p -> new Promise(p.voter(), p.term(), p.candidate(), Reaches.at(0, 0))).toList();
    }

    private Electorate electorate(boolean opened) {
        var names = new TreeSet<MemberName>();
        for (var i = opened ? 1 : 0; i < voters; i++) names.add(name(i));
        var needed = opened ? 1 : quorum;
        return new Electorate(Set.copyOf(names), flaw == Flaw.ONE_PROMISE_FEWER ? Math.min(needed + 1, names.size()) : needed);
    }

    private Cluster promoted(Cluster c, int self, int term) {
        var s = c.standby(self).link(0, false).at(0);
        if (term == 3) return c.with(self, s, named).thirdLeads(s.position());
        // Its own first records of the new timeline are there before any client is.
        return c.with(self, s.has(s.old(), 1), named).secondIs(2, s.old());
    }

    /// One record from a standby that has more.
    private void fetch(Cluster c, int self, int from, Consumer<Cluster> then) {
        var s = c.standby(self);
        var other = c.standby(from);
        if (s.fresh() == 0 && s.old() < other.old()) then.accept(c.with(self, s.has(s.old() + 1, 0), named));
        else if (s.old() == other.old() && s.fresh() < other.fresh()) then.accept(c.with(self, s.has(s.old(), 1), named));
    }

    private static MemberName name(int i) {
        return NAMES.get(i);
    }

    private static final List<MemberName> NAMES = List.of(new MemberName("v0"), new MemberName("v1"), new MemberName("v2"), new MemberName("v3"));

    /// The model's positions in the product's words: the first record of term 1 ends at 2, one a byte.
    private static final class Reaches {
        static Reach at(int position, int fork) {
            var end = new WalPosition(1 + position / 2 + position % 2);
            return position % 2 == 0 ? new Reach(List.of(), new Timeline(1), end) : new Reach(forks(fork), new Timeline(2), end);
        }

        static List<TimelineHistory.Row> forks(int fork) {
            return List.of(new TimelineHistory.Row(new Timeline(1), new WalPosition(1 + fork), "promoted", "", ""));
        }
    }
}
