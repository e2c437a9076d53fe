package io.matriarch.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs a [Scenario]: what happened, told by a [Narrator], and what of it was not as expected.
final class ScenarioRun {
    private static final Duration TO_BE_MADE = Duration.ofSeconds(60);
    private static final Duration REST = Duration.ofSeconds(20);
    private final Scenario scenario;
    private final ClusterSim sim;
    private final Narrator narrator;
    private final List<String> disappointments = new ArrayList<>();

    /// `fired`: every rule that decided, as `node rule`. `outages` has one entry for each time nobody took writes.
    record Outcome(Scenario scenario, List<String> story, List<String> leaders, List<Outages.Outage> outages, long lost, Set<String> fired,
            List<String> disappointments) {
        Duration longestOutage() {
            return outages.stream().map(Outages.Outage::length).max(Duration::compareTo).orElse(Duration.ZERO);
        }

        /// As it is kept.
        String text() {
            return String.join("\n", story) + "\n";
        }
    }

    private ScenarioRun(Scenario scenario) {
        this.scenario = scenario;
        this.sim = new ClusterSim(new Dice(scenario.schedule().seed()), scenario.schedule().shape());
        this.narrator = new Narrator(sim);
        sim.telling = false;
    }

    static Outcome of(Scenario scenario) {
        return new ScenarioRun(scenario).outcome();
    }

    private Outcome outcome() {
        made();
        sim.spectator = narrator;
        narrator.begins();
        new Nemesis(sim).begin(scenario.schedule());
        for (var expectation : scenario.expectations())
            if (expectation instanceof Expectation.At(var when, var state)) sim.queue.after(when, () -> look(when, state));
        sim.queue.runFor(scenario.schedule().harm());
        var seen = narrator.end();
        var outcome = new Outcome(scenario, seen.lines(), seen.leaders(), seen.outages(), sim.lost(), seen.fired(), disappointments);
        scenario.expectations().stream().map(expected -> expected.disappointment(outcome)).filter(text -> !text.isEmpty()).forEach(disappointments::add);
        return outcome;
    }

    /// The first node makes the cluster, the others join it; then all is at rest for a while.
    private void made() {
        var names = scenario.schedule().shape().nodes().stream().map(Shape.Node::name).toList();
        names.stream().skip(1).forEach(name -> sim.process(name).freeze());
        sim.until(() -> sim.server(names.getFirst()).writable() || sim.standbyLeader().isPresent(), TO_BE_MADE);
        names.stream().skip(1).forEach(name -> sim.process(name).thaw());
        sim.until(() -> sim.whole() || sim.wholeStandbyCluster(), TO_BE_MADE);
        sim.queue.runFor(REST);
    }

    private void look(Duration when, String state) {
        var well = switch (state) {
            case "whole" -> sim.whole();
            case "whole standby cluster" -> sim.wholeStandbyCluster() && sim.primary().isEmpty();
            case String leader when leader.startsWith("standby leader ") -> sim.standbyLeader().filter(name -> leader.equals("standby leader " + name)).isPresent();
            case "another leader" -> sim.primary().filter(leader -> !leader.equals(scenario.schedule().shape().nodes().getFirst().name())).isPresent();
            case "no leader" -> sim.primary().isEmpty();
            case String timeline when timeline.startsWith("timeline ") -> sim.primary().filter(p -> timeline.equals("timeline " + sim.server(p).timeline)).isPresent();
            case String leader -> sim.primary().equals(Optional.of(leader.replace("leader ", "")));
        };
        if (!well) disappointments.add("at " + FaultText.seconds(when) + " " + state + ", but writes are taken by " + sim.primary() + ", rules: " + sim.rules);
    }
}
