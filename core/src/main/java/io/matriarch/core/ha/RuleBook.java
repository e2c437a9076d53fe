package io.matriarch.core.ha;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The rules of one situation in the order in which they are asked: the first that holds decides.
public final class RuleBook {
    private final List<Rule> rules;
    private final boolean total;

    private RuleBook(String prefix, boolean total, Rule... rules) {
        this.rules = Arrays.stream(rules).map(r -> new Rule(prefix + "." + r.id(), r.because(), r.when(), r.then(), r.unconditional())).toList();
        this.total = total;
        refuseIncomplete(prefix);
    }

    /// A book that answers every World of its situation: its last rule has to be unconditional.
    public static RuleBook of(String prefix, Rule... rules) {
        return new RuleBook(prefix, true, rules);
    }

    /// A prelude that may have nothing to say.
    public static RuleBook prelude(String prefix, Rule... rules) {
        return new RuleBook(prefix, false, rules);
    }

    public List<Rule> rules() {
        return rules;
    }

    public Optional<Rule> first(World world) {
        for (var rule : rules) if (rule.when().test(world)) return Optional.of(rule);
        return Optional.empty();
    }

    private void refuseIncomplete(String prefix) {
        var ids = new HashSet<String>();
        for (var rule : rules) {
            if (rule.because().isBlank()) throw new IllegalArgumentException(rule.id() + " has no because");
            if (!ids.add(rule.id())) throw new IllegalArgumentException(rule.id() + " stands twice");
        }
        if (rules.isEmpty() || total && !rules.getLast().unconditional()) {
            throw new IllegalArgumentException("the last rule of " + prefix + " is not unconditional");
        }
    }
}
