package io.matriarch.core.sim;

import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells a run as a story: what was done to the cluster, who did what by which rule and why, what became of the servers and of the
/// leader key. The why stands where a rule comes for the first time; what comes again and again is told a few times only.
final class Narrator implements Spectator {
    private static final int TIMES = 3;
    private static final Set<String> QUIET = Set.of("always.job-runs");
    private final ClusterSim sim;
    private final Outages outages = new Outages();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> told = new LinkedHashMap<>();
    private final Map<MemberName, String> rules = new TreeMap<>();
    private final Map<MemberName, String> servers = new TreeMap<>();
    private final Set<String> explained = new TreeSet<>();
    private final Set<String> fired = new TreeSet<>();
    private boolean locked = true;
    private Duration beginning = Duration.ZERO;

    record Seen(List<String> lines, List<String> leaders, List<Outages.Outage> outages, Set<String> fired) {}

    Narrator(ClusterSim sim) {
        this.sim = sim;
    }

    void begins() {
        beginning = sim.queue.elapsed();
        rules.putAll(sim.rules);
        sim.servers.forEach((name, server) -> servers.put(name, state(server)));
        tell("", standing());
        moved();
    }

    Seen end() {
        outages.end(now());
        tell("", standing());
        told.forEach((text, times) -> {
            if (times > TIMES) lines.add("(" + (times - TIMES) + " times more: " + text + ")");
        });
        lines.add("");
        lines.add("Without anybody who takes writes: " + outagesText(outages.all()) + ". Rows lost: " + sim.lost() + ".");
        return new Seen(List.copyOf(lines), outages.leaders(), outages.all(), Set.copyOf(fired));
    }

    static String outagesText(List<Outages.Outage> outages) {
        return outages.isEmpty() ? "never" : outages.stream().map(Outages.Outage::text).collect(Collectors.joining(", "));
    }

    private Duration now() {
        return sim.queue.elapsed().minus(beginning);
    }

    private String standing() {
        var text = sim.primary().map(leader -> leader + " leads on timeline " + sim.server(leader).timeline).or(() -> sim.standbyLeader().map(leader -> leader + " leads as a standby of the remote on timeline " + sim.server(leader).timeline)).orElse("nobody leads");
        var followers = sim.servers.values().stream().filter(s -> s.running() && s.standby).map(s -> s.name.value()).collect(Collectors.joining(", "));
        var down = sim.servers.values().stream().filter(s -> !s.running()).map(s -> s.name.value()).collect(Collectors.joining(", "));
        return text + (followers.isEmpty() ? "" : "; standbys: " + followers) + (down.isEmpty() ? "" : "; down: " + down) + (sim.whole() ? "; whole" : "");
    }

    @Override
    public void decided(MemberName name, Decision decision, List<Performed> performed) {
        fired.add(name + " " + decision.rule());
        var deeds = performed.stream().map(Deeds::words).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
        if (deeds.isEmpty() && (QUIET.contains(decision.rule()) || decision.rule().equals(rules.get(name)))) return;
        rules.put(name, decision.rule());
        var why = explained.add(decision.rule()) ? ": " + decision.because() : "";
        tell(name.value(), decision.rule() + why + (deeds.isEmpty() ? "" : " -> " + deeds));
    }

    @Override
    public void said(String what) {
        tell("**", what.replaceFirst("^-- ", ""));
    }

    @Override
    public void moved() {
        sim.servers.forEach((name, server) -> {
            var state = state(server);
            if (!state.equals(servers.put(name, state)) && !state.isEmpty()) tell(name.value(), state);
        });
        outages.saw(sim.primary().orElse(""), now());
        var held = sim.etcd.lock() instanceof LeaderLock.Held;
        if (locked && !held) tell("etcd", "the leader key is gone");
        locked = held;
    }

    private static String state(SimServer server) {
        return switch (server.phase) {
            case NO_DATA, HALF_DONE, STARTING -> "";
            case DOWN -> "[server is down]";
            case UP -> server.stopping ? "[server is being stopped]" : server.standby ? "[server is a standby]" : "[server takes writes on timeline " + server.timeline + "]";
        };
    }

    private void tell(String who, String what) {
        var times = told.merge(who + " " + what.replaceFirst(": [^>]*", ""), 1, Integer::sum);
        if (times <= TIMES || who.isEmpty()) lines.add(String.format(Locale.ROOT, "%6.1fs  %-4s  %s", Outages.seconds(now()), who, what).stripTrailing());
    }
}
