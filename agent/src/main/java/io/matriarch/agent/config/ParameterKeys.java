package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.core.view.ParameterName;
import java.util.List;

/// Server parameters whose names no configuration file can say. Patroni leaves them out with a warning, and so does this agent.
final class ParameterKeys {
    private static final List<String> SECTIONS = List.of("postgresql.parameters", "postgresql.recovery_conf", "bootstrap.dcs.postgresql.parameters", "bootstrap.dcs.postgresql.recovery_conf");

    private ParameterKeys() {}

    static void check(Mapping tree, Findings findings) {
        for (var section : SECTIONS) Trees.at(tree, section).forEach(map -> {
            if (map instanceof Mapping parameters) parameters.entries().forEach((name, value) -> {
                if (!ParameterName.writable(name)) findings.warning(value.place(), section, ParameterName.shown(name) + " is no name of a parameter, and is left out");
            });
        });
    }
}
