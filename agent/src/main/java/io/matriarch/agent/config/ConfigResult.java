package io.matriarch.agent.config;

import java.util.List;

/// What came of reading the configuration.
public sealed interface ConfigResult {
    /// Unknown keys and keys without effect; never a reason not to start.
    List<Problem> warnings();

    record Loaded(AgentConfig config, List<Problem> warnings) implements ConfigResult {}

    /// Everything that is wrong, at once. The agent does not start; a running one keeps what it had.
    record Rejected(List<Problem> problems, List<Problem> warnings) implements ConfigResult {}
}
