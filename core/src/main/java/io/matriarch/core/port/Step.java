package io.matriarch.core.port;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;

/// One step of a job on the local server. A crash between or inside steps leaves a marker that the next look finds.
public sealed interface Step {
    /// initdb into a marked directory, configuration written. Not started.
    record InitDatabase(ClusterConfig config) implements Step {}

    /// Starts the fresh directory on its private socket only, creates the users, runs post_init, stops it cleanly, removes the marker.
    record CreateUsers(ClusterConfig config) implements Step {}

    /// A copy of `source` into a side directory (with progress), which is then swapped in; the old directory is renamed aside.
    record CloneFrom(Member source, ClusterConfig config, Ways ways) implements Step {
        /// By what the copy is made: the operator's methods in their order, or pg_basebackup whatever they are.
        public enum Ways {
            CONFIGURED, BASE_BACKUP
        }

        public CloneFrom(Member source, ClusterConfig config) {
            this(source, config, Ways.CONFIGURED);
        }
    }

    /// A copy by the operator's methods that need no leader, one after another, as [CloneFrom] makes one. Only where there is no data yet, or what is there is half done.
    record Restore(ClusterConfig config) implements Step {}

    /// Marks the directory, makes sure it was shut down cleanly, runs pg_rewind against `leader`, makes it a standby, removes the marker.
    record RewindTo(Member leader, ClusterConfig config) implements Step {}

    /// Starts as a standby of `upstream` and waits until it takes connections.
    record StartStandby(Upstream upstream, ClusterConfig config) implements Step {}

    /// Replays all WAL of a primary that crashed and shuts it down cleanly. Nobody can connect meanwhile.
    record Recover(ClusterConfig config) implements Step {}

    /// Starts armed with `permit` (the guardian ends it when that ends; refused without one) and waits until it takes writes. Refused by a standby:
    /// it would be a second primary of its timeline.
    record StartPrimary(Permit permit, ClusterConfig config) implements Step {}

    /// Reads these logical slots at `leader`, for the next start as a standby to put them in place: a server reads its slots when it starts.
    record FetchSlots(Member leader, List<String> names) implements Step {
        public FetchSlots {
            names = List.copyOf(names);
        }
    }

    /// CHECKPOINT first when `checkpoint`, then stops and waits until no process is left. Escalates by the guardian after `mode`'s budget, and where there is
    /// a `limit` as soon as this step has taken so long.
    record Stop(StopMode mode, boolean checkpoint, Duration limit) implements Step {
        public static final Duration NO_LIMIT = Duration.ZERO;

        public Stop(StopMode mode, boolean checkpoint) {
            this(mode, checkpoint, NO_LIMIT);
        }
    }

    /// Asks the operator's `pre_promote`, where there is one. Fails when that says no, or takes too long; the server has not been touched then.
    record PrePromote() implements Step {}

    /// pg_promote, done when the server is out of recovery. The guardian must be armed before. It makes timeline `number`, also where
    /// PostgreSQL by itself would take a lower one: that may have been made by somebody else. Refused when it would take a higher one.
    record Promote(Timeline number) implements Step {}

    /// How a stop treats sessions and WAL: FAST ends sessions and writes a checkpoint that standbys receive; IMMEDIATE just ends;
    /// KILL asks nobody: a server that hangs heeds no request.
    enum StopMode {
        FAST, IMMEDIATE, KILL
    }

    /// Whom a standby follows.
    sealed interface Upstream {
        record Nobody() implements Upstream {}

        record Of(MemberName member, Endpoint endpoint) implements Upstream {}

        /// Another standby, for a moment: without a slot, which would keep WAL there for ever.
        record Standby(MemberName member, Endpoint endpoint) implements Upstream {}

        /// Another cluster's primary, by the slot of that name there (empty: by none). Nothing is made there.
        record Remote(Endpoint endpoint, String slot) implements Upstream {}

        Nobody NOBODY = new Nobody();
    }
}
