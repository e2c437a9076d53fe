package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.SlotRules;

/// What the keys of slots, and tags that belong together, say together.
final class SlotKeys {
    private static final String DYNAMIC = "bootstrap.dcs";

    private SlotKeys() {}

    static void check(Mapping tree, Findings findings) {
        var dynamic = document(tree, DYNAMIC);
        for (var problem : SlotRules.problems(dynamic)) {
            var path = DYNAMIC + "." + problem.path();
            findings.problem(place(tree, path), path, "", problem.words());
        }
        var logical = dynamic.section("postgresql").section("parameters").text("wal_level", "").equals("logical");
        if (new ClusterConfig(dynamic).logicalSlots() && !logical)
            findings.warning(place(tree, DYNAMIC), DYNAMIC + ".slots", "a logical slot can be made only where bootstrap.dcs.postgresql.parameters.wal_level is logical");
        conflict(tree, "nofailover", "failover_priority", findings);
        conflict(tree, "nosync", "sync_priority", findings);
    }

    /// In Patroni's words.
    private static void conflict(Mapping tree, String flag, String priority, Findings findings) {
        var tags = document(tree, "tags");
        if (!tags.has(flag) || !tags.has(priority) || tags.truth(flag, false) != tags.number(priority, 1) > 0) return;
        var set = tags.truth(flag, false) ? "True" : "False";
        findings.warning(place(tree, "tags." + flag), "tags." + flag,
                "Conflicting configuration between %s: %s and %s: %d. Defaulting to %s: %s".formatted(flag, set, priority, tags.number(priority, 1), flag, set));
    }

    private static Document document(Mapping tree, String path) {
        return Trees.at(tree, path).map(Documents::of).findFirst().orElse(Document.EMPTY);
    }

    private static Place place(Mapping tree, String path) {
        return Trees.at(tree, path).map(Tree::place).findFirst().orElse(tree.place());
    }
}
