package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigSource;
import org.slf4j.LoggerFactory;

/// TO BE WIRED: builds the adapters from the configuration, gives the loop its threads, and runs until it is told to stop.
final class AgentProgram {
    private AgentProgram() {}

    /// The exit code.
    static int run(AgentConfig config, ConfigSource source) {
        LoggerFactory.getLogger(AgentProgram.class).error("agent {} of cluster {}: not wired yet", config.node().name(), config.node().scope());
        return 1;
    }
}
