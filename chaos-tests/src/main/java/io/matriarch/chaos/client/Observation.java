package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All clients of one fault, running.
public final class Observation implements AutoCloseable {

    private final List<Loop> loops = new ArrayList<>();

    /// Starts a recorder, and on every node a watch and a probe; `patience` above zero adds probes that wait so long.
    public Observation(Ledger ledger, List<Node> nodes, Duration patience) {
        var watches = nodes.stream().map(PrimaryWatch::new).toList();
        loops.addAll(watches);
        loops.add(new Recorder(ledger, watches));
        nodes.forEach(node -> loops.add(WriteProbe.hasty(ledger, node)));
        if (patience.isPositive()) {
            nodes.forEach(node -> loops.add(WriteProbe.patient(ledger, node, patience)));
        }
        loops.forEach(Loop::begin);
    }

    /// Ends all of them, also those that still wait for an answer.
    @Override
    public void close() {
        loops.forEach(Loop::stop);
        loops.forEach(Loop::close);
    }
}
