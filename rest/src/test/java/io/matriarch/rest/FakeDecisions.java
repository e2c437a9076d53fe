package io.matriarch.rest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ObjLongConsumer;

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
    public void fired(ObjLongConsumer<String> each) {
        each.accept("mine.lead", 7);
    }

    @Override
    public long dropped() {
        return 3;
    }
}
