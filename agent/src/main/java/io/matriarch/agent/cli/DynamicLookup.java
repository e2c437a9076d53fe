package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.Dynamic;

/// The dynamic configuration, for commands that explain.
@FunctionalInterface
public interface DynamicLookup {
    /// By etcd; by the node's own copy when etcd does not answer.
    Dynamic dynamic(AgentConfig config);
}
