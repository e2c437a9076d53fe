package io.matriarch.core.sim;

import io.matriarch.core.ha.sync.StandbyNames;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState.CommitWait;
import io.matriarch.core.view.PostgresState.Follower;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Synchronous commit on one server: which commits wait, and for whom. As in PostgreSQL a new setting is acted by when the processes have reloaded,
/// emptying it wakes all who wait as done, and what a standby has flushed counts while it is connected.
final class SimCommits {
    private static final Duration RELOAD = Duration.ofMillis(300);
    private final SimServer mine;
    private StandbyNames written = new StandbyNames.None();
    private StandbyNames inForce = new StandbyNames.None();
    private boolean ours;
    private final Map<MemberName, Wal> flushed = new TreeMap<>();
    private Wal acknowledged = Wal.START;
    private final Queue<Wal> waiting = new ArrayDeque<>();

    SimCommits(SimServer mine) {
        this.mine = mine;
    }

    CommitWait setting() {
        return new CommitWait(written.text(), ours);
    }

    void set(StandbyNames names, boolean byAgent) {
        ours = byAgent;
        written = names;
        mine.box.after(mine.standby ? Duration.ZERO : RELOAD, () -> {
            if (!written.equals(names)) return;
            inForce = names;
            wake();
        });
    }

    /// The server starts: it reads its files.
    void begins() {
        inForce = written;
        ended();
    }

    /// Its backends are gone: nobody is told of what waits.
    void ended() {
        waiting.clear();
        flushed.clear();
    }

    void commit(Wal row) {
        waiting.add(row);
        wake();
    }

    /// Whether a client that is told of its commit is told that others have it, too.
    boolean waits() {
        return inForce instanceof StandbyNames.Quorum || inForce instanceof StandbyNames.Priority;
    }

    /// Whether anybody has to be told how far he is.
    boolean counts() {
        return !(written instanceof StandbyNames.None) || !(inForce instanceof StandbyNames.None);
    }

    /// A follower says how much it has safely.
    void flushed(MemberName by, Wal wal) {
        flushed.put(by, wal);
        wake();
    }

    private void wake() {
        while (!waiting.isEmpty() && mine.writable() && !mine.stopping && enough(waiting.peek())) {
            acknowledged = waiting.remove();
            mine.invariants.acknowledge(mine, acknowledged);
        }
    }

    /// Whether the client that committed this row here has heard that it is done.
    boolean acknowledged(Wal row) {
        return row.within(acknowledged);
    }

    /// Whether those whom commits wait for are there to confirm them.
    boolean flow() {
        return switch (inForce) {
            case StandbyNames.None _ -> true;
            case StandbyNames.Blocking _, StandbyNames.Unreadable _ -> false;
            case StandbyNames.Priority(int count, var names) -> connected(names).count() >= count;
            case StandbyNames.Quorum(int count, var names) -> connected(names.names()).count() >= count;
        };
    }

    private boolean enough(Wal row) {
        return switch (inForce) {
            case StandbyNames.None _ -> true;
            case StandbyNames.Blocking _, StandbyNames.Unreadable _ -> false;
            case StandbyNames.Priority(int count, var names) -> first(count, names).filter(s -> has(s, row)).count() == count;
            case StandbyNames.Quorum(int count, var names) -> connected(names.names()).filter(s -> has(s, row)).count() >= count;
        };
    }

    private Stream<SimServer> first(int count, List<String> names) {
        return connected(names).sorted(Comparator.comparingInt(s -> names.indexOf(s.name.value()))).limit(count);
    }

    private Stream<SimServer> connected(List<String> names) {
        return mine.all.values().stream().filter(s -> names.contains(s.name.value()) && s.source == mine && s.receiver.receives());
    }

    private boolean has(SimServer standby, Wal row) {
        return flushed.containsKey(standby.name) && row.within(flushed.get(standby.name));
    }

    /// While nobody waits for anybody, what they have stands for what they have told: it saves half the messages.
    List<Follower> followers() {
        return mine.all.values().stream().filter(s -> s.source == mine && s != mine && s.receiver.receives()).map(s ->
                new Follower("replicator", s.name.value(), s.name.value(), "streaming", "", 0, (counts() ? flushed.getOrDefault(s.name, Wal.START) : s.wal).end())).toList();
    }

    /// The files of a copy are those of its source.
    void copy(SimCommits source) {
        written = source.written;
        ours = source.ours;
    }
}
