package io.matriarch.core.view;

/// What a peer's agent answered when asked directly (GET /patroni).
public sealed interface PeerReport {
    /// No usable answer. It says nothing about the peer's server.
    record Silent(String reason) implements PeerReport {}

    /// `permitted`: it may be primary just now, or is being ended at the end of its permit, whether or not its server is one already; or its server is being promoted, whoever permitted that. `known`: the highest timeline that it has ever heard of.
    /// `copyless`: it has no data that could be started (none, or half of a copy), so nothing is missing without it.
    /// `receives`: WAL streams to it, from whomever; also where it does not say.
    /// `diskUnfit`: its disk has been full, read-only or hung for too long to lead on. `watchdogFailed`: its watchdog is required, and does not work.
    record Answered(boolean primary, boolean running, Timeline timeline, WalPosition position, Tags tags, boolean permitted, Timeline known,
            boolean copyless, boolean diskUnfit, boolean receives, boolean watchdogFailed) implements PeerReport {
        public Answered(boolean primary, boolean running, Timeline timeline, WalPosition position, Tags tags, boolean permitted, Timeline known, boolean copyless, boolean diskUnfit,
                boolean receives) {
            this(primary, running, timeline, position, tags, permitted, known, copyless, diskUnfit, receives, false);
        }

        /// A standby that receives.
        public Answered(boolean primary, boolean running, Timeline timeline, WalPosition position, Tags tags, boolean permitted, Timeline known, boolean copyless, boolean diskUnfit) {
            this(primary, running, timeline, position, tags, permitted, known, copyless, diskUnfit, true);
        }

        public Answered(boolean primary, boolean running, Timeline timeline, WalPosition position, Tags tags, boolean permitted, Timeline known, boolean copyless) {
            this(primary, running, timeline, position, tags, permitted, known, copyless, false);
        }

        public Answered(boolean primary, boolean running, Timeline timeline, WalPosition position, Tags tags) {
            this(primary, running, timeline, position, tags, false, timeline, false);
        }
    }
}
