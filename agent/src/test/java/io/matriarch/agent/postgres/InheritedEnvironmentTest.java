package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What PostgreSQL and scripts inherit of the agent's environment: neither passwords nor the service manager's socket (contract 3.1, 3.5).
class InheritedEnvironmentTest {
    @TempDir Path home;

    @Test
    void variables_of_the_agent_are_not_passed_on() throws IOException {
        var c = Node.config(home, "a", 5432, Document.EMPTY);
        var given = Map.of("PATRONI_SUPERUSER_PASSWORD", "x", "MATRIARCH_SUPERUSER_PASSWORD", "x", "NOTIFY_SOCKET", "/run/x", "PGPASSWORD", "x", "PATH", "/bin", "PG_MALLOC_ARENA_MAX", "2");
        var config = new PostgresConfig(c.name(), c.scope(), c.listenHosts(), c.listenPort(), c.connectAddress(), c.dataDir(), c.configDir(), c.binDir(), c.programs(), c.database(), c.pgpass(), c.superuser(),
                c.replication(), c.rewind(), c.section(), c.bootstrap(), c.guardian(), given, c.rebuilding(), c.patience());
        assertThat(new Programs(config).environment()).isEqualTo(Map.of("PATH", "/bin", "PG_MALLOC_ARENA_MAX", "2", "MALLOC_ARENA_MAX", "2"));
    }
}
