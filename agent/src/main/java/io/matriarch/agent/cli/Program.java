package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigSource;

/// The agent itself, as the command line sees it.
@FunctionalInterface
public interface Program {
    /// Runs until it is told to stop; the result is the exit code. `source` may be read again, for a reload.
    int run(AgentConfig config, ConfigSource source);
}
