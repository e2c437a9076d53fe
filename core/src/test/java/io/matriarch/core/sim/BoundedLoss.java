package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A new primary lacks no acknowledged row but those inside the asynchronous bound: of the last ttl of its predecessor, or no more than the
/// allowed lag; and none that another candidate has (safety.md I3, I4). With [#synchronous] none at all (I2).
final class BoundedLoss {
    static final String NAME = "loss within the bound";
    private final List<Row> acknowledged = new ArrayList<>();
    private final Map<MemberName, Term> terms = new TreeMap<>();
    /// The longest ttl that was in force.
    Duration ttl = Duration.ZERO;
    /// What a failover may lose, in bytes, beside what was written last.
    long allowedLag = 1 << 20;
    /// An operator may ask for what loses rows.
    boolean operatorForces;
    /// Every acknowledged row counts: the oracle for the synchronous modes.
    boolean synchronous;
    long lost;

    private record Row(Wal wal, Moment at, Term in) {}

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
        writable(by, now);
        acknowledged.add(new Row(row, now, terms.get(by)));
    }

    void writable(MemberName name, Moment now) {
        terms.computeIfAbsent(name, by -> new Term(by, now)).until = now;
    }

    /// The newest row that counts, or the beginning.
    Wal newest() {
        return acknowledged.isEmpty() ? Wal.START : acknowledged.getLast().wal;
    }

    /// `name` has become writable with this history.
    void leads(MemberName name, Wal wal, List<Candidate> others) {
        terms.remove(name);
        while (!acknowledged.isEmpty() && !acknowledged.getLast().wal.within(wal)) judge(acknowledged.removeLast(), name, wal, others);
    }

    private void judge(Row row, MemberName name, Wal wal, List<Candidate> others) {
        lost++;
        if (operatorForces) return;
        if (synchronous) throw new Breach(NAME, name + " leads without a row that was acknowledged while commits were synchronous");
        for (var other : others)
            if (row.wal.within(other.wal)) throw new Breach(NAME, name + " leads without a row that " + other.name + " has");
        var left = row.at.until(row.in.until);
        if (left.compareTo(ttl) > 0 && row.wal.end().ahead(wal.end()) > allowedLag)
            throw new Breach(NAME, name + " leads without a row that was acknowledged " + left + " before the end of " + row.in.by);
    }
}
