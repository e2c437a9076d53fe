package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.AgentCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The Patroni of this machine: `-Dchaos.patroni` (`/usr/bin/patroni`).
final class RealPatroni {
    private static final String PROGRAM = System.getProperty("chaos.patroni", "/usr/bin/patroni");
    static final AgentCommand COMMAND = new AgentCommand(PROGRAM + " {config}");

    private RealPatroni() {}

    /// Or the test is skipped.
    static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(PROGRAM)), "no " + PROGRAM);
    }
}
