package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// What cluster to build.
///
/// @param namespaces whether nodes and etcd members get network namespaces of their own (needs root), or share loopback
/// @param synchronous what commits wait for
/// @param home       where the program's repository is: `bin/` below it
public record Settings(AgentCommand agent, Account account, Path postgresBin, Timing timing, int nodes, int etcdMembers, boolean namespaces,
        Synchronous synchronous, Path home) {

    /// Three nodes and three etcd members with the agent, user and PostgreSQL named by `-Dchaos.agent`, `-Dchaos.user`, `-Dchaos.pgbin`
    /// (`-Dmatriarch.home` is the repository), or the obvious ones.
    public static Settings fromProperties(Timing timing, boolean namespaces) {
        return fromProperties(timing, namespaces, Synchronous.OFF);
    }

    /// The same, with commits that wait.
    public static Settings fromProperties(Timing timing, boolean namespaces, Synchronous synchronous) {
        var home = Path.of(System.getProperty("matriarch.home", ".")).toAbsolutePath().normalize();
        return new Settings(new AgentCommand(System.getProperty("chaos.agent", home + "/bin/matriarch agent {config}")),
                Account.named(System.getProperty("chaos.user", Account.root() ? "postgres" : System.getProperty("user.name"))),
                Path.of(System.getProperty("chaos.pgbin", newestPostgres())), timing, 3,
                Integer.getInteger("chaos.etcd", 3), namespaces, synchronous, home);
    }

    /// So many nodes and one etcd member, on loopback: all that a test of one thing needs.
    public static Settings small(Timing timing, int nodes) {
        return small(timing, nodes, Synchronous.OFF);
    }

    /// The same, with commits that wait.
    public static Settings small(Timing timing, int nodes, Synchronous synchronous) {
        var usual = fromProperties(timing, false, synchronous);
        return new Settings(usual.agent, usual.account, usual.postgresBin, timing, nodes, 1, false, synchronous, usual.home);
    }

    private static String newestPostgres() {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.filter(version -> Files.exists(version.resolve("bin/postgres")))
                    .max(Comparator.comparingInt(version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin").toString()).orElse("/usr/bin");
        } catch (IOException _) {
            return "/usr/bin";
        }
    }
}
