package io.matriarch.agent.postgres;

import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.core.port.ContractNode;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.LocalPostgresContract;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Permit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract of the port on real servers under their real guardians.
class LocalPostgresServerTest extends LocalPostgresContract {
    private static final String NO_SUCH_TABLE = "42P01";
    private final List<Node> nodes = new ArrayList<>();
    @TempDir Path refusals;
    @TempDir Path backups;
    private Path backup;
    private int rows;

    @BeforeEach
    void begin() {
        backup = backups.resolve("base");
    }

    @Override
    protected ContractNode node(String name) {
        try {
            nodes.add(new Node(name, Map.of("pre_promote", "test ! -e '" + refusals.resolve(name) + "'", "backup",
                    Map.of("command", List.of("sh", "-c", "for a; do case $a in --datadir=*) exec cp -a " + backup + " \"${a#*=}\";; esac; done", "sh"), "no_leader", true))));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        return new Real(nodes.getLast());
    }

    @AfterEach
    void end() throws IOException {
        for (var node : nodes.reversed()) node.close();
    }

    private final class Real extends ContractNode {
        private final Node node;

        Real(Node node) {
            this.node = node;
        }

        @Override
        protected LocalPostgres port() {
            return node.port;
        }

        @Override
        protected MemberName name() {
            return node.config.name();
        }

        @Override
        protected Endpoint endpoint() {
            return node.config.connectAddress();
        }

        @Override
        protected Permit permit() {
            return Node.permit();
        }

        @Override
        protected String write() {
            node.sql("CREATE TABLE IF NOT EXISTS t (x int)");
            node.sql("INSERT INTO t VALUES (" + ++rows + ")");
            return Integer.toString(rows);
        }

        @Override
        protected BooleanSupplier commit() {
            node.sql("SET synchronous_commit = local; CREATE TABLE IF NOT EXISTS t (x int)");
            var done = CompletableFuture.runAsync(() -> node.sql("INSERT INTO t VALUES (" + ++rows + ")"));
            return () -> done.isDone() && !done.isCompletedExceptionally();
        }

        @Override
        protected boolean has(String row) {
            try {
                return node.sql("SELECT count(*) FROM t WHERE x = " + row).equals("1");
            } catch (AssertionError none) {
                if (none.getCause() instanceof SQLException trouble && NO_SUCH_TABLE.equals(trouble.getSQLState())) return false;
                throw none;
            }
        }

        @Override
        protected void kill() {
            ProcessSignals.send(node.postmaster.pid(), Signal.KILL);
        }

        /// The checkpointer stands still until the server is killed.
        @Override
        protected void holdCheckpoints() {
            ProcessSignals.send(Long.parseLong(node.sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")), Signal.STOP);
        }

        /// For its checkpoint does not.
        @Override
        protected void hangStops() {
            holdCheckpoints();
        }

        /// The control file as it was before, with all else that a promotion leaves.
        @Override
        protected void dieInPromotion(int number) {
            try {
                var before = Files.readAllBytes(controlFile());
                holdCheckpoints();
                step(toTimeline(number));
                kill();
                eventually(() -> !node.postmaster.running());
                Files.write(controlFile(), before);
            } catch (IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
        }

        @Override
        protected void refusePromotion() {
            try {
                Files.createFile(refusals.resolve(node.config.name().value()));
            } catch (IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
        }

        @Override
        protected void backUp() {
            node.backUp(backup);
        }

        @Override
        protected Runnable keepWal() {
            var directory = node.config.dataDir().resolve("pg_wal");
            var kept = new TreeMap<Path, byte[]>();
            segments(directory).forEach(file -> kept.put(file, bytes(file)));
            return () -> {
                for (var file : segments(directory)) write(file, kept.getOrDefault(file, new byte[0]));
            };
        }

        /// WAL and timeline histories.
        private List<Path> segments(Path directory) {
            try (var files = Files.list(directory)) {
                return files.filter(Files::isRegularFile).toList();
            } catch (IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
        }

        private byte[] bytes(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
        }

        private void write(Path file, byte[] content) {
            try {
                if (content.length == 0) Files.delete(file);
                else Files.write(file, content);
            } catch (IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
        }

        private Path controlFile() {
            return node.config.dataDir().resolve("global/pg_control");
        }

        @Override
        protected <T> T reply(Consumer<Consumer<T>> asked) {
            return Node.answer(asked);
        }

        @Override
        protected void eventually(BooleanSupplier condition) {
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(5)).atMost(Node.WITHIN.multipliedBy(6)).until(condition::getAsBoolean);
        }
    }
}
