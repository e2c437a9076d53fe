package io.matriarch.core.view;

import java.util.List;
import java.util.Map;

/// The local server, as one look found it.
public sealed interface PostgresState {
    /// Whether it may be taking writes now.
    boolean writable();

    /// Whether any process of it may be alive.
    boolean alive();

    /// Whether there is nothing here that could ever be started: a new copy costs nothing.
    boolean copyless();

    /// States in which no process runs.
    sealed interface Down extends PostgresState {
        @Override
        default boolean writable() {
            return false;
        }

        @Override
        default boolean alive() {
            return false;
        }

        @Override
        default boolean copyless() {
            return switch (this) {
                case NoData _, HalfDone _ -> true;
                case Unusable _, Stopped _ -> false;
            };
        }
    }

    /// States in which a postmaster runs.
    sealed interface Up extends PostgresState {
        @Override
        default boolean alive() {
            return true;
        }

        @Override
        default boolean copyless() {
            return false;
        }
    }

    /// The data directory is missing or empty.
    record NoData() implements Down {}

    /// There is something, but not a data directory that may be started or wiped: `reason` says what.
    record Unusable(String reason) implements Down {}

    /// A bootstrap, clone or rewind did not finish (its marker is there). Never started; only rebuilt.
    record HalfDone(String marker) implements Down {}

    /// `crashed` when it ended without being asked to since the agent has watched it.
    record Stopped(ControlData control, boolean crashed) implements Down {}

    /// The postmaster runs but takes no connections yet. A standby does so only when it has all WAL up to the end that `control` names.
    record Starting(boolean standby, Moment since, ControlData control) implements Up {
        @Override
        public boolean writable() {
            return !standby;
        }
    }

    /// `end` is how far the WAL is written here: flushed on a primary; the later of received and replayed on a standby.
    record Running(boolean primary, SystemId systemId, Timeline timeline, WalPosition end, Replication replication, ServerFacts facts) implements Up {
        @Override
        public boolean writable() {
            return primary;
        }
    }

    /// The postmaster runs, but a new connection got no answer since then. What was true before may still be.
    record Silent(boolean primary, Moment since, String reason) implements Up {
        @Override
        public boolean writable() {
            return primary;
        }
    }

    /// How a standby receives, and who receives from here.
    /// `upstream` and `streaming` come from the WAL receiver; `replayed` from recovery; `followers` from pg_stat_replication.
    /// `receiver` is whether anything is received now, `exhausted` whether replay has come to the end of the local WAL and waits for more; `forks` are the
    /// ends of all timelines before that of the local WAL, oldest first, as the standby itself has them. `archive`: restore_command is set, so that what is not
    /// streamed may come from there.
    record Replication(Endpoint upstream, boolean streaming, WalPosition received, WalPosition replayed, List<Follower> followers, Receiver receiver, boolean exhausted,
            List<TimelineHistory.Row> forks, boolean archive) {
        public static final Replication NONE = new Replication(Endpoint.NOWHERE, false, WalPosition.ZERO, WalPosition.ZERO, List.of());

        /// Of which nobody asked whether it could promise anything.
        public Replication(Endpoint upstream, boolean streaming, WalPosition received, WalPosition replayed, List<Follower> followers) {
            this(upstream, streaming, received, replayed, followers, Receiver.UNKNOWN, false, List.of());
        }

        /// Without an archive.
        public Replication(Endpoint upstream, boolean streaming, WalPosition received, WalPosition replayed, List<Follower> followers, Receiver receiver, boolean exhausted,
                List<TimelineHistory.Row> forks) {
            this(upstream, streaming, received, replayed, followers, receiver, exhausted, forks, false);
        }

        public Replication {
            followers = List.copyOf(followers);
            forks = List.copyOf(forks);
        }
    }

    /// One row of pg_stat_replication.
    record Follower(String user, String application, String address, String state, String syncState, int syncPriority, WalPosition flushed) {}

    /// What health and `/patroni` show besides. `startedAt` and `replayedAt` are the server's own texts. `restartFor` is what waits for a restart of the server.
    /// `configuredUpstream` is whom primary_conninfo names; `slots` are those that exist; `commits` is whom commits wait for.
    /// `outgrown`: replay has stopped before WAL of a server whose settings are larger (PostgreSQL 14 and later pause there), and goes on only after a restart.
    record ServerFacts(int version, String startedAt, String replayedAt, boolean replayPaused, List<RestartReason> restartFor,
            Endpoint configuredUpstream, List<Slot> slots, boolean checkpointed, CommitWait commits, boolean outgrown) {
        public ServerFacts(int version, String startedAt, String replayedAt, boolean replayPaused, List<RestartReason> restartFor, Endpoint configuredUpstream, List<Slot> slots,
                boolean checkpointed, CommitWait commits) {
            this(version, startedAt, replayedAt, replayPaused, restartFor, configuredUpstream, slots, checkpointed, commits, false);
        }

        public ServerFacts {
            slots = List.copyOf(slots);
            restartFor = List.copyOf(restartFor);
        }

        public boolean pendingRestart() {
            return !restartFor.isEmpty();
        }

        public ServerFacts whichIsOutgrown() {
            return new ServerFacts(version, startedAt, replayedAt, replayPaused, restartFor, configuredUpstream, slots, checkpointed, commits, true);
        }

        /// Patroni's `pending_restart_reason`.
        public Document restartReasons() {
            var reasons = Document.EMPTY;
            for (var reason : restartFor) reasons = reasons.with(reason.parameter(), Map.of("old_value", reason.running(), "new_value", reason.configured()));
            return reasons;
        }

        /// The physical slots that are of use.
        public List<String> physicalSlots() {
            return Slot.names(slots, Slot::physical);
        }
    }

    /// synchronous_standby_names as the server has it. `ours`: the agent's own file says so, and not the operator's.
    record CommitWait(String names, boolean ours) {
        public static final CommitWait NOBODY = new CommitWait("", false);
    }

    NoData NO_DATA = new NoData();
}
