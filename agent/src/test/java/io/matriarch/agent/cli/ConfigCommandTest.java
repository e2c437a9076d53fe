package io.matriarch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.Dynamic;
import io.matriarch.core.view.Document;
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

class ConfigCommandTest {
    private static final String NODE = """
            scope: demo
            name: node1
            ttl: 99
            restapi: {listen: 127.0.0.1, authentication: {username: op, password: canary}}
            etcd3: {host: 127.0.0.1}
            bootstrap:
              dcs:
                loop_wait: 3
            postgresql:
              listen: 127.0.0.1
              data_dir: /srv/demo/node1
              bin_dir: /no/bin
              authentication:
                superuser: {username: postgres, password: canary}
                replication: {username: r}
              parameters:
                work_mem: 16MB
                max_connections: 999
                archive_command: push --key canary %p
              use_pg_rewind: false
            tags: {rack: 7}
            """;
    private static final Document IN_ETCD = new Document(Map.of("ttl", 20, "slots", Map.of("s", Map.of("type", "physical")), "acme", "kept", "postgresql",
            Map.of("use_pg_rewind", true, "pg_hba", List.of("local all all peer"), "listen", "evil:1", "parameters", Map.of("max_connections", "300", "work_mem", "8MB", "wal_level", "minimal"))));
    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Dynamic dynamic = new Dynamic.InEtcd(IN_ETCD);

    @Test
    void check_says_everything_at_once_with_its_line() throws IOException {
        var file = Files.writeString(directory.resolve("bad.yml"), """
                scope: demo
                scope: demo
                name: 'a b'
                restapi: {listen: "127.0.0.1:x", verify_client: maybe}
                etcd3: {username: u}
                postgresql:
                  listen: 127.0.0.1
                  data_dir: /srv/x
                  bin_dir: /no/bin
                  authentication: {replication: {username: r}}
                bootstrap: {dcs: {ttl: 10, loop_wait: 10, retry_timeout: 10}}
                """);
        assertThat(run("config", "check", file.toString())).isEqualTo(1);
        assertThat(err()).contains("error: bad.yml:2: scope is here twice; it is also on line 1").contains("error: bad.yml:3: name: \"a b\"").contains("error: bad.yml:4: restapi.listen")
                .contains("error: bad.yml:4: restapi.verify_client: \"maybe\": must be one of none, optional, required").contains("etcd3.hosts: is missing")
                .contains("etcd3.password: is missing").contains("error: bad.yml:11: bootstrap.dcs: loop_wait + 2 * retry_timeout <= ttl does not hold");
        assertThat(out()).isEqualTo("7 problems: the agent does not start with this\n");
    }

    @Test
    void check_of_a_good_file_ends_with_0_and_says_what_has_no_effect() throws IOException {
        assertThat(run("config", "check", node().toString())).isEqualTo(0);
        assertThat(out()).isEqualTo("the configuration is good, with 1 warning\n");
        assertThat(err()).startsWith("warning: node.yml:3: ttl: has no effect: belongs under bootstrap.dcs");
        assertThat(run("config", "check", "/no/such.yml")).isEqualTo(1);
        assertThat(err()).contains("error: /no/such.yml: does not exist");
    }

    @Test
    void explain_tells_which_word_holds_and_whose_it_is() throws IOException {
        assertThat(run("config", "explain", "-c", node().toString())).isEqualTo(0);
        assertThat(out().lines()).contains("name = node1  (node.yml:2)", "namespace = service  (default)", "ttl = 20  (etcd; node.yml:3 is ignored: this is etcd's alone)",
                "loop_wait = 2  (default)", "acme = kept  (etcd; not known here, and kept as it is)", "tags.rack = 7  (node.yml:21)", "tags.nofailover = false  (default)",
                "postgresql.use_pg_rewind = false  (node.yml:20)", "postgresql.pg_hba = [\"local all all peer\"]  (etcd)", "postgresql.listen = 127.0.0.1  (node.yml:10)",
                "postgresql.parameters.work_mem = 16MB  (node.yml:17)", "postgresql.parameters.max_connections = 300  (etcd; node.yml:18 is ignored: this is etcd's alone)",
                "postgresql.parameters.wal_level = replica  (etcd; there it is minimal, which cannot be taken)", "postgresql.parameters.max_wal_senders = 10  (default)",
                "postgresql.authentication.superuser.password = ***  (node.yml:14)", "restapi.authentication.password = ***  (node.yml:4)");
        assertThat(out() + err()).doesNotContain("canary").doesNotContain("evil");
    }

    @Test
    void explain_of_one_key_says_what_it_is_and_of_a_section_what_is_in_it() throws IOException {
        assertThat(run("config", "explain", "-c", node().toString(), "bootstrap.dcs.ttl")).isEqualTo(0);
        assertThat(out()).isEqualToIgnoringNewLines("ttl = 20  (etcd; node.yml:3 is ignored: this is etcd's alone)"
                + "  Seconds that the leader's lease lives: 5 to 300. It must be a whole number between 1 and 3600; otherwise 10.");
        out.reset();
        assertThat(run("config", "explain", "--config", node().toString(), "postgresql.parameters.work_mem")).isEqualTo(0);
        assertThat(out()).isEqualTo("postgresql.parameters.work_mem = 16MB  (node.yml:17)\n");
        out.reset();
        assertThat(run("config", "explain", "-c", node().toString(), "restapi")).isEqualTo(0);
        assertThat(out().lines()).allMatch(line -> line.startsWith("restapi.")).hasSizeGreaterThan(5);
        assertThat(run("config", "explain", "-c", node().toString(), "tll")).isEqualTo(1);
        assertThat(err()).contains("error: no key tll is known, and none is set; did you mean ttl?");
    }

    @Test
    void a_map_of_the_files_hides_all_of_the_same_map_in_etcd() throws IOException {
        dynamic = new Dynamic.InEtcd(new Document(Map.of("postgresql", Map.of("callbacks", Map.of("on_start", "theirs", "on_stop", "theirs"), "pre_promote", "fence"))));
        var file = Files.writeString(directory.resolve("own.yml"), NODE.replace("postgresql:\n", "postgresql:\n  callbacks: {on_start: mine}\n"));
        assertThat(run("config", "explain", "-c", file.toString())).isEqualTo(0);
        assertThat(out().lines()).contains("postgresql.callbacks.on_start = mine  (own.yml:10)", "postgresql.callbacks.on_stop = none  (default; etcd's is ignored: own.yml:10 says all of postgresql.callbacks)",
                "postgresql.callbacks.on_reload = none  (default)", "postgresql.pre_promote = fence  (etcd)");
    }

    @Test
    void times_that_are_not_safe_are_shown_as_the_cluster_goes_by_them() throws IOException {
        dynamic = new Dynamic.InEtcd(new Document(Map.of("ttl", 30, "loop_wait", 10, "retry_timeout", "15")));
        assertThat(run("config", "explain", "-c", node().toString())).isEqualTo(0);
        assertThat(out().lines()).contains("ttl = 30  (etcd; node.yml:3 is ignored: this is etcd's alone)", "loop_wait = 1  (etcd; there it is 10, which is not safe with the others)",
                "retry_timeout = 14  (etcd; there it is 15, which is not safe with the others)");
    }

    @Test
    void without_etcd_it_says_so_and_uses_the_copy_or_the_file() throws IOException {
        dynamic = new Dynamic.Copied(IN_ETCD, Path.of("/srv/demo/node1/patroni.dynamic.json"), "etcd does not answer (refused)");
        assertThat(run("config", "explain", "-c", node().toString(), "ttl")).isEqualTo(0);
        assertThat(err()).contains("note: etcd does not answer (refused); the dynamic configuration is that of /srv/demo/node1/patroni.dynamic.json, which this node had last");
        assertThat(out()).startsWith("ttl = 20  (patroni.dynamic.json;");
        out.reset();
        dynamic = new Dynamic.Unwritten("etcd has no config key of this cluster");
        assertThat(run("config", "explain", "-c", node().toString(), "loop_wait")).isEqualTo(0);
        assertThat(out()).startsWith("loop_wait = 3  (bootstrap.dcs, node.yml:8)\n");
    }

    @Test
    void the_sample_loads_as_it_is_and_with_all_that_it_comments_out() throws IOException {
        assertThat(run("config", "sample")).isEqualTo(0);
        var sample = out();
        assertThat(sample.lines()).as("it fits a terminal").allMatch(line -> line.length() <= 160);
        var file = directory.resolve("sample.yml");
        for (var text : List.of(sample, sample.replaceAll("(?m)^( *)#(?=[^ ]| {2,}[a-z])", "$1"))) {
            out.reset();
            Files.writeString(file, text);
            assertThat(run("config", "check", file.toString())).as(err()).isEqualTo(0);
            assertThat(out()).isEqualTo("the configuration is good\n");
        }
    }

    @Test
    void usage() {
        assertThat(run("config")).isEqualTo(2);
        assertThat(err()).contains("check").contains("explain").contains("sample");
        assertThat(run("config", "dance")).isEqualTo(2);
        assertThat(run("config", "explain", "--help")).isEqualTo(0);
        assertThat(out()).contains("Usage: matriarch config explain [-h] [-c=CONFIG] [KEY]");
    }

    private Path node() throws IOException {
        return Files.writeString(directory.resolve("node.yml"), NODE);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) {
        var lookups = new Lookups(_ -> List.of(), (_, _) -> Map.of(), _ -> dynamic);
        return new Commands((_, _) -> 0, lookups, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(args));
    }
}
