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
    private final Map<MemberName, Moment> writableUntil = new TreeMap<>();
    /// The longest ttl that was in force.
    Duration ttl = Duration.ZERO;
    /// What a failover may lose, in bytes, beside what was written last.
    long allowedLag = 1 << 20;
    /// An operator may ask for what loses rows.
    boolean operatorForces;
    /// Every acknowledged row counts: the oracle for the synchronous modes.
    boolean synchronous;
    long lost;

    private record Row(Wal wal, Moment at, MemberName by) {}

    /// A copy that could have been promoted instead: healthy, in touch with everybody, for long enough.
    record Candidate(MemberName name, Wal wal) {}

    void acknowledged(MemberName by, Wal row, Moment now) {
        acknowledged.add(new Row(row, now, by));
        writable(by, now);
    }

    void writable(MemberName name, Moment now) {
        writableUntil.put(name, now);
    }

    /// The newest row that counts, or the beginning.
    Wal newest() {
        return acknowledged.isEmpty() ? Wal.START : acknowledged.getLast().wal;
    }

    /// `name` has become writable with this history.
    void leads(MemberName name, Wal wal, List<Candidate> others) {
        while (!acknowledged.isEmpty() && !acknowledged.getLast().wal.within(wal)) judge(acknowledged.removeLast(), name, wal, others);
    }

    private void judge(Row row, MemberName name, Wal wal, List<Candidate> others) {
        lost++;
        if (operatorForces) return;
        if (synchronous) throw new Breach(NAME, name + " leads without a row that was acknowledged while commits were synchronous");
        for (var other : others)
            if (row.wal.within(other.wal)) throw new Breach(NAME, name + " leads without a row that " + other.name + " has");
        var end = writableUntil.getOrDefault(row.by, row.at);
        if (row.at.until(end).compareTo(ttl) > 0 && row.wal.end().ahead(wal.end()) > allowedLag)
            throw new Breach(NAME, name + " leads without a row that was acknowledged " + row.at.until(end) + " before the end of " + row.by);
    }
}
