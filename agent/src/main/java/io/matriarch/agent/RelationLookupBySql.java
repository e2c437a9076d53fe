package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.fork.Relation;
import io.matriarch.agent.postgres.RelationNames;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/// What relations are called, by the server of this node.
final class RelationLookupBySql {
    private RelationLookupBySql() {}

    static Map<Relation, String> names(AgentConfig config, Collection<Relation> relations) {
        return new RelationNames(AdapterConfigs.postgres(config, Path.of(""), Map.of())).of(relations);
    }
}
