package io.matriarch.agent.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How often each rule decided, over all members that answer, since their agents started: from their metrics.
public final class FiredRules {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^matriarch_rule_fired_total\\{.*rule=\"([^\"]+)\".*} (\\d+)$");

    private FiredRules() {}

    public static List<String> lines(Herd herd) {
        var ticks = new TreeMap<String, Long>();
        var lines = new ArrayList<String>();
        var asked = herd.members().entrySet().stream().filter(m -> count(herd, m, ticks, lines)).map(Map.Entry::getKey).toList();
        ticks.entrySet().stream().filter(e -> e.getValue() > 0).sorted(Map.Entry.<String, Long>comparingByValue().reversed()).forEach(e -> lines.add("%10d  %s".formatted(e.getValue(), e.getKey())));
        lines.add("never fired since the agents of %s started:".formatted(asked.isEmpty() ? "nobody" : String.join(", ", asked)));
        ticks.entrySet().stream().filter(e -> e.getValue() == 0).forEach(e -> lines.add("            " + e.getKey()));
        return lines;
    }

    private static boolean count(Herd herd, Map.Entry<String, String> member, Map<String, Long> ticks, List<String> lines) {
        return switch (herd.web().get(member.getValue(), "/metrics")) {
            case Web.Answer.Said(_, var body) -> {
                SAMPLE.matcher(body).results().forEach(r -> ticks.merge(r.group(1), Long.parseLong(r.group(2)), Long::sum));
                yield true;
            }
            case Web.Answer.Nothing(var reason) -> {
                lines.add(member.getKey() + " does not answer: " + reason);
                yield false;
            }
        };
    }
}
