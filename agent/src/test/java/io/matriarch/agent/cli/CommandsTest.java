package io.matriarch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.Dynamic;
import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String GOOD = """
            scope: demo
            name: node1
            restapi: {listen: 127.0.0.1}
            etcd3: {host: 127.0.0.1, hots: x}
            postgresql: {listen: 127.0.0.1, data_dir: /srv/demo/node1, bin_dir: /no/bin, authentication: {replication: {username: r}}}
            """;
    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void a_refused_configuration_ends_with_1_and_every_problem() throws IOException {
        var file = Files.writeString(directory.resolve("bad.yml"), "name: 'a b'\n");
        assertThat(run("agent", file.toString())).isEqualTo(1);
        assertThat(err()).contains("error: bad.yml:1: name: \"a b\": must be").contains("error: bad.yml: scope: is missing")
                .contains("matriarch: not started, nothing was touched: the configuration has 7 problems");
    }

    @Test
    void a_machine_that_is_not_ready_ends_with_1() throws IOException {
        assertThat(run("agent", good().toString())).isEqualTo(1);
        assertThat(err()).contains("postgresql.bin_dir: /no/bin: is not a directory").contains("nothing was touched: this machine has");
    }

    @Test
    void check_only_reads() throws IOException {
        assertThat(run("agent", "--check", good().toString())).isEqualTo(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("the configuration is good");
        assertThat(err()).contains("warning: good.yml:4: etcd3.hots: is not known and is ignored; did you mean etcd3.host");
    }

    @Test
    void wrong_usage_ends_with_2_and_help_with_0() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("dance")).isEqualTo(2);
        assertThat(run("agent", "--loud", "x")).isEqualTo(2);
        assertThat(run("agent", "a", "b")).isEqualTo(2);
        assertThat(run("--help")).isEqualTo(0);
        assertThat(run("agent", "--help")).isEqualTo(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: matriarch agent [-h] [--check] [CONFIG]");
    }

    @Test
    void version_is_said() {
        assertThat(run("version")).isEqualTo(0);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("matriarch ");
    }

    private Path good() throws IOException {
        return Files.writeString(directory.resolve("good.yml"), GOOD);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) {
        return new Commands(CommandsTest::never, new Lookups(_ -> List.of(), (_, _) -> Map.of(), _ -> new Dynamic.Unwritten("nobody asked")), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(args));
    }

    private static int never(AgentConfig config, ConfigSource source) {
        throw new AssertionError("started " + config.node().name() + " from " + source.file());
    }
}
