package io.matriarch.chaos;

import io.matriarch.chaos.client.Health;
import io.matriarch.chaos.client.Ledger;
import io.matriarch.chaos.client.Observation;
import io.matriarch.chaos.client.Session;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Timing;
import io.matriarch.chaos.cluster.Waiting;
import io.matriarch.chaos.history.Checker;
import io.matriarch.chaos.history.History;
import io.matriarch.chaos.history.Judgement;
import io.matriarch.chaos.history.Outcome;
import io.matriarch.chaos.history.Standstill;
import io.matriarch.chaos.history.Verdict;
import io.matriarch.chaos.history.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One fault, from a whole cluster to a whole cluster, watched by clients all the time. Every step has a limit.
///
/// Longer than most files here: `run` is the whole story in order, and the steps stand below it.
final class Round {

    private static final Duration FORMING = Duration.ofMinutes(4);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration AFTERMATH = Duration.ofSeconds(1);
    private static final Duration READING = Duration.ofMinutes(1);

    private final ClusterUnderTest cluster;
    private final Timing timing;
    private final Fault fault;
    private final long seed;
    private final Ledger ledger;
    private final Draw draw;
    private int restarts;

    Round(ClusterUnderTest cluster, Timing timing, Fault fault, long seed, Ledger ledger) {
        this.cluster = cluster;
        this.timing = timing;
        this.fault = fault;
        this.seed = seed;
        this.ledger = ledger;
        this.draw = Draw.of(seed, fault, timing);
    }

    Result run() {
        long firstRow = ledger.nextId();
        var before = formed();
        makeTable(before);
        Duration faultAt;
        Duration curedAt;
        Optional<Node> after;
        Duration wholeAt;
        try (var _ = new Observation(ledger, cluster.nodes(), patience())) {
            awaitWrites(before);
            Waiting.pause(draw.phase());
            faultAt = ledger.now();
            var cure = inflict(before);
            Waiting.pause(draw.hold());
            curedAt = ledger.now();
            cure.apply();
            after = Waiting.forValue(timing.wholeAgainBound(), STEP, this::wholeAndWritten);
            wholeAt = ledger.now();
            Waiting.pause(AFTERMATH);
        }
        var writes = ledger.writes();
        var still = fault.freezesHost() ? List.of(new Standstill(before.name(), faultAt, curedAt)) : List.<Standstill>of();
        if (after.isEmpty()) {
            var seen = judge(new History(writes, acknowledged(writes), still, faultAt, ledger.now()));
            return new Result.Broken(seed, fault, timing.wholeAgainBound(), seen, violations(seen));
        }
        var verdict = judge(new History(writes, rows(after.get(), firstRow), still, faultAt, ledger.now()));
        return new Result.Whole(seed, fault, before.name(), after.get().name(), draw.hold(), wholeAt.minus(curedAt), restarts, verdict,
                violations(verdict));
    }

    /// Only clients that wait longer than the fault lasts hear what a thawed host answers first.
    private Duration patience() {
        return fault.freezesHost() ? timing.twoTtl().multipliedBy(2) : Duration.ZERO;
    }

    private List<String> violations(Verdict verdict) {
        return Judgement.violations(verdict, fault.freezesHost(), cluster.synchronous());
    }

    private Verdict judge(History history) {
        return Checker.check(history, timing.ttl());
    }

    private Harm.Cure inflict(Node primary) {
        return switch (fault) {
            case Fault.Kill(var target) -> Harm.kill(cluster, target, primary);
            case Fault.Freeze(var target) -> Harm.freeze(cluster, target, primary);
            case Fault.Cut(var link) -> Harm.cut(cluster, link, primary);
        };
    }

    private Node formed() {
        return Waiting.forValue(FORMING, STEP, () -> {
            if (cluster.allAgentsEnded()) {
                throw new IllegalStateException("all agents have ended before the fault, see " + cluster.work() + "/n1.log");
            }
            return Health.whole(cluster);
        }).orElseThrow(() -> new IllegalStateException("no whole cluster before the fault, in " + FORMING.toSeconds() + " s"));
    }

    /// The primary of a cluster that is whole and takes the application's writes. Agents that have ended are started again, as an init
    /// system would.
    private Optional<Node> wholeAndWritten() {
        restarts += cluster.restartEndedAgents();
        return Health.whole(cluster).filter(_ -> ledger.recordedWithin(AFTERMATH));
    }

    private void awaitWrites(Node primary) {
        Waiting.pause(QUIET);
        if (!Waiting.until(QUIET, STEP, () -> ledger.recordedWithin(STEP) && primary.answers("/primary"))) {
            throw new IllegalStateException("no writes on " + primary.name() + " before the fault");
        }
    }

    private static void makeTable(Node primary) {
        try (var session = Session.open(primary, READING)) {
            session.createTable();
        } catch (SQLException failed) {
            throw new IllegalStateException("no table on " + primary.name() + ": " + failed.getMessage(), failed);
        }
    }

    private static List<Long> rows(Node primary, long first) {
        try (var session = Session.open(primary, READING)) {
            return session.rowsFrom(first);
        } catch (SQLException failed) {
            throw new IllegalStateException("no rows from " + primary.name() + ": " + failed.getMessage(), failed);
        }
    }

    /// Without a final primary nobody can say what is lost: take all that was acknowledged for there.
    private static List<Long> acknowledged(List<Write> writes) {
        return writes.stream().filter(write -> write.outcome() instanceof Outcome.Acknowledged).map(Write::id).toList();
    }
}
