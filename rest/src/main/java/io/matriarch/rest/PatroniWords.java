package io.matriarch.rest;

import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.PostgresState;

/// Patroni's literal words where HTTP shows more than the member key does. Scripts compare with them: they are facts, not names of ours.
final class PatroniWords {
    private PatroniWords() {}

    static String role(Standing s) {
        return s.standbyCluster() && s.lockMine() && s.replica() ? "standby_leader" : MemberKey.role(s.snapshot().world());
    }

    /// `unknown` when the server runs but does not answer, or when nobody has looked for a ttl.
    static String state(Standing s) {
        var state = MemberKey.state(s.snapshot().world());
        return state.equals("running") && !s.running() ? "unknown" : state;
    }

    /// How a standby gets its WAL; empty when that is not known.
    static String replicationState(PostgresState postgres) {
        return postgres instanceof PostgresState.Running r ? MemberKey.replicationState(r) : "";
    }

    /// How refusals name the work that is in the way: "`restart` already in progress".
    static String action(JobKind kind) {
        return switch (kind) {
            case BOOTSTRAP -> "bootstrap";
            case CLONE -> "reinitialize";
            case REWIND -> "rewind";
            case START_PRIMARY, START_STANDBY -> "start";
            case STOP -> "stop";
            case RESTART, COPY_SLOTS -> "restart";
            case PRE_PROMOTE, PROMOTE -> "promote";
        };
    }
}
