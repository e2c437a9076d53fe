package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A new primary lacks no acknowledged row but those inside the asynchronous bound: of the last ttl of its predecessor, or no more than the
/// allowed lag; and none that another candidate has (safety.md I3, I4). Of those acknowledged in a synchronous mode none at all (I2).
///
/// How far a leader had got is known from etcd alone. What it published after the snapshot that was restored later is known only to agents that
/// ran then: one that has begun since, and finds nobody who answers with more, is not to blame for lacking it (seed 3163).
///
/// What a row is lost by is the promotion that left it behind, and it is judged by what there was then: one that came to nothing (its machine stood
/// still meanwhile, and the server was killed in the instant of the thaw) has made a timeline all the same, which the cluster follows later (92746).
final class BoundedLoss {
    static final String NAME = "loss within the bound";
    private final List<Row> acknowledged = new ArrayList<>();
    private final List<Promotion> promotions = new ArrayList<>();
    private final List<Forgotten> forgotten = new ArrayList<>();
    private final Map<MemberName, Term> terms = new TreeMap<>();
    /// The longest ttl that was in force.
    Duration ttl = Duration.ZERO;
    /// What a failover may lose, in bytes, beside what was written last.
    long allowedLag = 1 << 20;
    /// An operator may ask for what loses rows.
    boolean operatorForces;
    /// Clocks lie: only what was acknowledged while commits were synchronous is promised.
    boolean onlySynchronous;
    long lost;

    /// etcd was made at `at` to forget what it was told after `since`.
    private record Forgotten(Moment since, Moment at) {}

    /// `synchronous`: the cluster said who may hold it, and it may not be lost at all.
    private record Row(Wal wal, Moment at, Term in, boolean synchronous) {}

    /// `by` has a timeline of its own since `at`: it begins with `wal`. Its agent began at `begun`; `others` could have been promoted.
    private record Promotion(MemberName by, Wal wal, Moment at, List<Candidate> others, Moment begun) {
        boolean leftBehind(Row row) {
            return !at.isBefore(row.at) && !row.wal.within(wal);
        }
    }

    /// One of perhaps many times that somebody led: what an earlier one may lose is counted from its own end.
    private static final class Term {
        private final MemberName by;
        private Moment until;

        Term(MemberName by, Moment until) {
            this.by = by;
            this.until = until;
        }
    }

    /// A copy that could have been promoted instead: healthy, in touch with everybody, for long enough.
    record Candidate(MemberName name, Wal wal) {}

    void acknowledged(MemberName by, Wal row, Moment now) {
        acknowledged(by, row, now, false);
    }

    void acknowledged(MemberName by, Wal row, Moment now, boolean synchronous) {
        writable(by, now);
        acknowledged.add(new Row(row, now, terms.get(by), synchronous));
    }

    void writable(MemberName name, Moment now) {
        terms.computeIfAbsent(name, by -> new Term(by, now)).until = now;
    }

    /// The newest row that counts, or the beginning.
    Wal newest() {
        for (var row : acknowledged.reversed()) if (!onlySynchronous || row.synchronous) return row.wal;
        return Wal.START;
    }

    /// A snapshot of `since` was restored.
    void forgot(Moment since, Moment now) {
        forgotten.add(new Forgotten(since, now));
    }

    /// `name` was promoted at `at`; whether it is writable, too, is said by [#leads].
    void promoted(MemberName name, Wal wal, Moment at, List<Candidate> others, Moment begun) {
        promotions.add(new Promotion(name, wal, at, others, begun));
    }

    /// `name` has become writable with this history.
    void leads(MemberName name, Wal wal, List<Candidate> others) {
        leads(name, wal, others, new Moment(0));
    }

    /// ... and its agent began at `begun`.
    void leads(MemberName name, Wal wal, List<Candidate> others, Moment begun) {
        terms.remove(name);
        var start = new Promotion(name, wal, new Moment(Long.MAX_VALUE), others, begun);
        while (!acknowledged.isEmpty() && !acknowledged.getLast().wal.within(wal)) {
            var row = acknowledged.removeLast();
            judge(row, promotions.stream().filter(p -> p.leftBehind(row) && p.wal.within(wal)).findFirst().orElse(start));
        }
    }

    /// A row is published within a ttl, or its leader's permit is over.
    private boolean unheardOf(Row row, Moment begun) {
        return forgotten.stream().anyMatch(f -> f.at.isBefore(begun) && f.since.isBefore(row.at.plus(ttl)) && !f.at.isBefore(row.at));
    }

    private void judge(Row row, Promotion lostBy) {
        lost++;
        if (operatorForces || onlySynchronous && !row.synchronous) return;
        var leads = lostBy.by + " leads without a row that ";
        if (row.synchronous) throw new Breach(NAME, leads + "was acknowledged while commits were synchronous");
        for (var other : lostBy.others)
            if (row.wal.within(other.wal)) throw new Breach(NAME, leads + other.name + " has");
        var left = row.at.until(row.in.until);
        if (left.compareTo(ttl) > 0 && row.wal.end().ahead(lostBy.wal.end()) > allowedLag && !unheardOf(row, lostBy.begun))
            throw new Breach(NAME, leads + "was acknowledged " + left + " before the end of " + row.in.by);
    }
}
