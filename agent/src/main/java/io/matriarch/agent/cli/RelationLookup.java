package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.fork.Relation;
import java.util.Collection;
import java.util.Map;

/// The names of relations by the server of this node, for commands that find only their numbers.
@FunctionalInterface
public interface RelationLookup {
    /// Nothing when the server does not answer.
    Map<Relation, String> names(AgentConfig config, Collection<Relation> relations);
}
