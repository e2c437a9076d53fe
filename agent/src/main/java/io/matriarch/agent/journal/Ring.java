package io.matriarch.agent.journal;

import io.matriarch.rest.Decisions.Line;
import java.util.ArrayDeque;
import java.util.List;

/// The newest lines, as many as fit: bounded by number and by characters. Any thread.
final class Ring {
    private final int most;
    private final int characters;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private int held;

    Ring(int most, int characters) {
        this.most = most;
        this.characters = characters;
    }

    synchronized void add(Line line) {
        lines.addLast(line);
        held += line.json().length();
        while (lines.size() > 1 && (lines.size() > most || held > characters)) held -= lines.removeFirst().json().length();
    }

    /// Oldest first.
    synchronized List<Line> all() {
        return List.copyOf(lines);
    }
}
