package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.history.Client;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The application: writes a row about every 5 ms, keeps its connection until it breaks or says nothing for 1 s, and then goes to the node whose
/// `GET /primary` turned 200 last.
final class Recorder extends Loop {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final List<PrimaryWatch> watches;
    private final Connected connected = new Connected();

    Recorder(Ledger ledger, List<PrimaryWatch> watches) {
        super("recorder", Duration.ofMillis(5));
        this.ledger = ledger;
        this.watches = watches;
    }

    @Override
    void turn() {
        if (connected.none()) {
            primary().ifPresent(this::connect);
        }
        connected.use(session -> {
            if (!ledger.write(session, Client.RECORDER)) {
                connected.drop();
            }
        });
    }

    private void connect(Node node) {
        try {
            connected.put(Session.open(node, LIMIT));
        } catch (SQLException _) {
            // nothing was sent: the next turn looks again
        }
    }

    private Optional<Node> primary() {
        return watches.stream().filter(watch -> watch.seen().primary() && watch.seen().fresh())
                .max(Comparator.comparingLong(watch -> watch.seen().since())).map(PrimaryWatch::node);
    }

    @Override
    void release() {
        connected.drop();
    }
}
