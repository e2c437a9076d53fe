package io.matriarch.core.view;

import java.util.Locale;

/// What has become of the local server, in the words that Patroni's callbacks hear: `event` is the configured key and the first argument, `role` the second.
public record Notice(Event event, Role role) {
    public enum Event {
        ON_START, ON_STOP, ON_RESTART, ON_RELOAD, ON_ROLE_CHANGE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `STANDBY_LEADER`: the standby that leads a standby cluster. `DEMOTED`: it was the primary, is down, and leads no more; what it will be is not known yet.
    public enum Role {
        PRIMARY, REPLICA, STANDBY_LEADER, DEMOTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
