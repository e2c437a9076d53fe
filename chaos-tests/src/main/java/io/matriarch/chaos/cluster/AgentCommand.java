package io.matriarch.chaos.cluster;

import java.nio.file.Path;
import java.util.List;

/// How an agent is started: words separated by blanks, `{config}` stands for the path of its YAML file. No shell reads it, and the process
/// started must become the agent itself (`exec` in a wrapper), since faults hit that process id.
public record AgentCommand(String template) {

    List<String> argv(Path config) {
        return List.of(template.replace("{config}", config.toString()).split(" +", -1));
    }
}
