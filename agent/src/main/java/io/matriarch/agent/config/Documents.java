package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import io.matriarch.agent.config.Tree.Sequence;
import io.matriarch.core.view.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Makes JSON-like documents of trees, for what goes into etcd: `bootstrap.dcs` and `tags`.
///
/// Only numbers that every reader reads alike become numbers; anything else stays the text that was written (`0700`, `1_000`, `12:30`).
/// Server parameters keep their words, too: PostgreSQL knows `on`, and knows `0640` as octal.
final class Documents {
    private static final Set<String> PARAMETERS = Set.of("parameters", "recovery_conf", "parameters_primary", "parameters_replica", "parameters_standby_leader");

    private Documents() {}

    static Document of(Tree tree) {
        return tree instanceof Mapping map ? new Document(fields(map, false)) : Document.EMPTY;
    }

    private static Map<String, Object> fields(Mapping map, boolean words) {
        var fields = new LinkedHashMap<String, Object>();
        map.entries().forEach((key, value) -> {
            if (Trees.present(value)) fields.put(key, value(value, words || PARAMETERS.contains(key)));
        });
        return fields;
    }

    private static Object value(Tree tree, boolean words) {
        return switch (tree) {
            case Mapping map -> fields(map, words);
            case Sequence list -> list.items().stream().filter(Trees::present).map(item -> value(item, words)).toList();
            case Scalar scalar -> value(scalar, words);
        };
    }

    private static Object value(Scalar scalar, boolean words) {
        var text = scalar.text();
        return switch (scalar.form()) {
            case TEXT, NOTHING -> text;
            case TRUTH -> words ? (Object) text : (Object) text.matches("(?i)true|yes|on");
            case NUMBER -> number(text);
        };
    }

    private static Object number(String text) {
        if (text.matches("-?(0|[1-9]\\d{0,8})")) return Integer.valueOf(text);
        if (text.matches("-?[1-9]\\d{0,17}")) return Long.valueOf(text);
        return text.matches("-?(0|[1-9]\\d{0,8})\\.\\d{1,8}") ? (Object) Double.valueOf(text) : text;
    }
}
