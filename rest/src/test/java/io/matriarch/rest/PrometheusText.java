package io.matriarch.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the text form of Prometheus (0.0.4) as strictly as it is described, and what promtool asks beyond: HELP and TYPE once and before the samples of their
/// metric, samples of a metric together, names and labels well formed, no series twice, histograms whole and cumulative. Throws with the line that breaks a rule.
final class PrometheusText {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(?:\\{(.*)})? (\\S+)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    /// One metric: what it is, and its series by their labels, in order.
    record Family(String type, String help, Map<Map<String, String>, Double> samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Map<String, String> help = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private String open = "";

    private PrometheusText() {}

    static Map<String, Family> parse(String text) {
        var reading = new PrometheusText();
        if (!text.endsWith("\n")) throw new IllegalArgumentException("the last line has no end");
        for (var line : text.substring(0, text.length() - 1).split("\n", -1)) reading.line(line);
        reading.families.forEach(PrometheusText::whole);
        return reading.families;
    }

    private void line(String line) {
        if (line.startsWith("# HELP ")) help(line.substring(7));
        else if (line.startsWith("# TYPE ")) type(line.substring(7).split(" ", -1));
        else if (line.startsWith("#")) return;
        else sample(line);
    }

    private void help(String words) {
        var name = words.split(" ", 2)[0];
        check(NAME.matcher(name).matches() && words.length() > name.length() + 1, "HELP needs a name and a text: " + words);
        check(help.put(name, words.substring(name.length() + 1)) == null, "HELP twice: " + name);
        check(!families.containsKey(name), "HELP after TYPE or samples: " + name);
        begin(name);
    }

    private void type(String[] words) {
        check(words.length == 2 && TYPES.contains(words[1]), "no such TYPE: " + String.join(" ", words));
        check(help.containsKey(words[0]), "TYPE without HELP: " + words[0]);
        check(families.put(words[0], new Family(words[1], help.get(words[0]), new LinkedHashMap<>())) == null, "TYPE twice: " + words[0]);
        begin(words[0]);
    }

    private void begin(String name) {
        if (name.equals(open)) return;
        closed.add(open);
        check(!closed.contains(name), "not together: " + name);
        open = name;
    }

    private void sample(String line) {
        var form = SAMPLE.matcher(line);
        check(form.matches(), "no sample: " + line);
        var family = family(form.group(1));
        check(families.containsKey(family), "a sample without TYPE: " + line);
        begin(family);
        var labels = labels(form.group(2) == null ? "" : form.group(2));
        labels.put("__name__", form.group(1));
        check(families.get(family).samples().put(labels, value(form.group(3))) == null, "twice: " + line);
    }

    private String family(String name) {
        var base = name.replaceFirst("_(bucket|sum|count)$", "");
        return families.containsKey(base) && families.get(base).type().equals("histogram") ? base : name;
    }

    private static Map<String, String> labels(String text) {
        var labels = new LinkedHashMap<String, String>();
        var rest = LABEL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            check(rest.find(at) && rest.start() == at, "no label: " + text.substring(at));
            check(labels.put(rest.group(1), rest.group(2)) == null, "label twice: " + rest.group(1));
            at = rest.end();
        }
        return labels;
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static void whole(String name, Family family) {
        check(!family.type().equals("counter") || family.samples().values().stream().allMatch(v -> v >= 0), "a counter below zero: " + name);
        if (family.type().equals("histogram")) histogram(name, family.samples());
        else check(family.samples().keySet().stream().allMatch(l -> l.get("__name__").equals(name)), "another name below " + name);
    }

    private static void histogram(String name, Map<Map<String, String>, Double> samples) {
        var buckets = new LinkedHashMap<Map<String, String>, List<double[]>>();
        samples.forEach((labels, value) -> {
            if (!labels.get("__name__").equals(name + "_bucket")) return;
            var series = new LinkedHashMap<>(labels);
            var bound = value(series.remove("le"));
            series.remove("__name__");
            buckets.computeIfAbsent(series, _ -> new ArrayList<>()).add(new double[] {bound, value});
        });
        buckets.forEach((series, all) -> {
            for (int i = 1; i < all.size(); i++) check(all.get(i)[0] > all.get(i - 1)[0] && all.get(i)[1] >= all.get(i - 1)[1], "buckets of %s %s are not cumulative".formatted(name, series));
            check(all.getLast()[0] == Double.POSITIVE_INFINITY, "no bucket +Inf: " + name + series);
            check(samples.get(named(series, name + "_count")) == all.getLast()[1], "count is not the last bucket: " + name + series);
            check(samples.containsKey(named(series, name + "_sum")), "no sum: " + name + series);
        });
        check(samples.size() == buckets.values().stream().mapToInt(b -> b.size() + 2).sum(), "series beside the buckets: " + name);
    }

    private static Map<String, String> named(Map<String, String> series, String name) {
        var labels = new LinkedHashMap<>(series);
        labels.put("__name__", name);
        return labels;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new IllegalArgumentException(otherwise);
    }
}
