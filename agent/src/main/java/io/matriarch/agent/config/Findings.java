package io.matriarch.agent.config;

import java.util.ArrayList;
import java.util.List;

/// Collects everything that one reading finds, so that an operator sees all of it at once.
final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void problem(Place place, String path, String value, String cure) {
        problems.add(new Problem(place, path, value, cure));
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    void warning(Place place, String path, String cure) {
        warnings.add(new Problem(place, path, "", cure));
    }

    boolean clean() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return problems.stream().distinct().toList();
    }

    List<Problem> warnings() {
        return warnings.stream().distinct().toList();
    }
}
