package io.matriarch.rest;

import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.WalPosition;
import java.util.function.Consumer;

/// `/failsafe`: whom a leader asks while etcd is dark, and what this member says when it is asked. The loop decides that, not this thread.
final class FailsafeResource {
    private final RestPorts ports;

    FailsafeResource(RestPorts ports) {
        this.ports = ports;
    }

    static Reply get(Standing s) {
        var key = s.cluster().failsafe();
        return key.inForce() ? Reply.json(200, key.members().fields()) : Reply.error(502, "there is no failsafe topology");
    }

    void post(Document body, Consumer<Reply> reply) {
        LeaderClaim claim = ClaimJson.claim(body);
        if (claim.by().value().isEmpty()) reply.accept(Reply.error(400, "Bad request: no name"));
        else ports.operator().confirm(claim, word -> reply.accept(said(word)));
    }

    private Reply said(Confirmation word) {
        return switch (word) {
            case Confirmation.Accepted _ -> Reply.text(200, ClaimJson.ACCEPTED).with("lsn", Long.toString(position().bytes()));
            case Confirmation.Refused(var ground, var because) -> switch (ground) {
                case OFF -> Reply.error(502, "Failsafe mode is not enabled");
                case LEADS -> Reply.text(500, ClaimJson.LEADS);
                case UNKNOWN -> Reply.text(503, because);
            };
            case Confirmation.Silent(var reason) -> Reply.text(503, reason);
        };
    }

    private WalPosition position() {
        return ports.operator().snapshot().world().postgres() instanceof PostgresState.Running r ? WalPosition.later(r.replication().received(), r.replication().replayed()) : WalPosition.ZERO;
    }
}
