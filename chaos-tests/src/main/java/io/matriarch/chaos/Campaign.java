package io.matriarch.chaos;

import io.matriarch.chaos.client.Ledger;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Settings;
import java.util.ArrayList;
import java.util.List;

/// Rounds on one cluster, as long as they pass. A failed round's cluster is ended and its directory kept; the next round gets a new one.
public final class Campaign implements AutoCloseable {

    private sealed interface State {

        record Idle() implements State {}

        record Running(ClusterUnderTest cluster) implements State {}
    }

    private final Settings settings;
    private final boolean keepAll;
    private final List<Result> results = new ArrayList<>();
    private State state = new State.Idle();
    private long nextRow = 1;

    /// No process is started before the first round. `keepAll` keeps the directory also when all rounds passed.
    public Campaign(Settings settings, boolean keepAll) {
        this.settings = settings;
        this.keepAll = keepAll;
    }

    /// One round; its promises that were broken, in words. `seed` alone decides what chance decides.
    public List<String> round(Fault fault, long seed) {
        var result = attempt(fault, seed);
        results.add(result);
        System.out.println(Report.line(result));
        if (!result.passed()) {
            end(true);
        }
        return result.violations();
    }

    private Result attempt(Fault fault, long seed) {
        try {
            var running = running();
            var ledger = new Ledger(nextRow);
            var result = new Round(running, settings.timing(), fault, seed, ledger).run();
            nextRow = ledger.nextId();
            return result;
        } catch (IllegalStateException broken) {
            return new Result.Impossible(seed, fault, broken.getMessage());
        }
    }

    private ClusterUnderTest running() {
        return switch (state) {
            case State.Running(var cluster) -> cluster;
            case State.Idle _ -> {
                var cluster = ClusterUnderTest.started(settings);
                state = new State.Running(cluster);
                nextRow = 1;
                yield cluster;
            }
        };
    }

    private void end(boolean keep) {
        if (state instanceof State.Running(var cluster)) {
            state = new State.Idle();
            cluster.close();
            if (keep) {
                System.out.println("  kept: " + cluster.work());
            } else {
                cluster.forget();
            }
        }
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    /// Ends the cluster; nothing of it stays, unless it was asked for.
    @Override
    public void close() {
        end(keepAll);
    }
}
