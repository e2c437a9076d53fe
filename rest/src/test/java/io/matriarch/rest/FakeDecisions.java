package io.matriarch.rest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A journal that holds what a test puts into it.
final class FakeDecisions implements Decisions {
    final List<Line> lines = new CopyOnWriteArrayList<>();

    void add(String at, String rule, String stance) {
        lines.add(new Line(at, rule, stance, "{\"at\":\"%s\",\"rule\":\"%s\"}".formatted(at, rule)));
    }

    @Override
    public List<Line> recent() {
        return lines;
    }

    @Override
    public Map<String, Long> fired() {
        return Map.of("mine.lead", 7L);
    }

    @Override
    public long dropped() {
        return 3;
    }
}
