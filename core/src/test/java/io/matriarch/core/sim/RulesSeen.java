package io.matriarch.core.sim;

import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.Rule;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which rules of the books decided in many runs, and which never did: a rule that nothing reaches is not tried, whatever else is checked.
final class RulesSeen {
    private static final List<String> ALL = Decider.books().stream().flatMap(book -> book.rules().stream()).map(Rule::id).toList();
    private final Set<String> fired = new HashSet<>();

    /// Counts in what decided in one run.
    void add(Collection<String> rules) {
        fired.addAll(rules);
    }

    /// In the order of the books.
    List<String> never() {
        return ALL.stream().filter(rule -> !fired.contains(rule)).toList();
    }

    String text() {
        var never = never();
        var count = (ALL.size() - never.size()) + " of " + ALL.size() + " rules fired";
        return never.isEmpty() ? count : count + "; never: " + String.join(", ", never);
    }
}
