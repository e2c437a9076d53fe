package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.history.Client;
import java.sql.SQLException;
import java.time.Duration;

/// Tries to write on one node every 20 ms, over a connection of its own, whatever the node says of itself.
///
/// On a server in recovery it asks whether that is over instead: a refused insert every 20 ms would flood the server's log.
///
/// A *hasty* probe gives an answer 500 ms. A *patient* one keeps its connection and waits on: it is the client whose answer comes
/// when a frozen host thaws.
final class WriteProbe extends Loop {

    private static final Duration HASTY = Duration.ofMillis(500);

    private final Ledger ledger;
    private final Node node;
    private final Duration limit;
    private final Connected connected = new Connected();
    private boolean recovering = true;

    private WriteProbe(String kind, Ledger ledger, Node node, Duration every, Duration limit) {
        super(kind + "-probe-" + node.name(), every);
        this.ledger = ledger;
        this.node = node;
        this.limit = limit;
    }

    static WriteProbe hasty(Ledger ledger, Node node) {
        return new WriteProbe("hasty", ledger, node, Duration.ofMillis(20), HASTY);
    }

    static WriteProbe patient(Ledger ledger, Node node, Duration limit) {
        return new WriteProbe("patient", ledger, node, Duration.ofMillis(100), limit);
    }

    @Override
    void turn() {
        try {
            if (connected.none()) {
                connected.put(Session.open(node, limit));
                recovering = true;
            }
            connected.use(this::attempt);
        } catch (SQLException _) {
            connected.drop();
        }
    }

    private void attempt(Session session) {
        try {
            recovering = recovering && session.inRecovery();
        } catch (SQLException _) {
            connected.drop();
            return;
        }
        if (!recovering && !ledger.write(session, Client.PROBE)) {
            connected.drop();
        }
    }

    @Override
    void release() {
        connected.drop();
    }
}
