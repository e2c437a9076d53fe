package io.matriarch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.Dynamic;
import io.matriarch.agent.fork.Relation;
import io.matriarch.agent.fork.SavedFork;
import io.matriarch.agent.fork.WalStretch;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.matriarch.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fork-report` from the outside, with a program in pg_waldump's place that prints two lines.
class ForkCommandTest {
    private static final String CONFIG = """
            scope: demo
            name: node1
            restapi: {listen: 127.0.0.1}
            etcd3: {host: 127.0.0.1}
            postgresql: {listen: 127.0.0.1, data_dir: %s, bin_dir: %s, authentication: {replication: {username: r}}}
            """;
    @TempDir Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path fork;

    @BeforeEach
    void saved() throws IOException {
        fork = Files.createDirectories(home.resolve("data.matriarch/forks/20261121T101010.123.tl1-0_3000148"));
        var program = Files.writeString(home.resolve("pg_waldump"), """
                #!/bin/sh
                echo "rmgr: Heap        len (rec/tot):     59/    59, tx:        740, lsn: 0/03000148, prev 0/03000110, desc: INSERT off 3 flags 0x00, blkref #0: rel 1663/5/16384 blk 0"
                echo "rmgr: Transaction len (rec/tot):     34/    34, tx:        740, lsn: 0/03000188, prev 0/03000148, desc: COMMIT 2026-11-21 15:50:32.787928 $TZ"
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var stretch = new WalStretch(new Timeline(1), WalPosition.parse("0/3000148"), WalPosition.parse("0/30001B0"));
        Files.writeString(fork.resolve(SavedFork.FILE), new SavedFork("7412", List.of(stretch), Instant.parse("2026-11-21T10:10:10.123Z"), "rewind",
                new SavedFork.Origin("demo", "node1", "node2"), program.toString()).text());
    }

    @Test
    void a_data_directory_a_state_directory_and_a_fork_are_understood() {
        for (var place : List.of(home.resolve("data"), home.resolve("data.matriarch"), home.resolve("data.matriarch/forks"), fork)) {
            out.reset();
            if (place.endsWith("data")) assertThat(home.resolve("data").toFile().mkdir()).isTrue();
            assertThat(run("fork-report", place.toString())).as(place + err()).isEqualTo(0);
            assertThat(out()).contains(fork.toString(), "node1 of cluster demo, system id 7412", "timeline 1 0/3000148 to 0/30001B0, 104 bytes",
                    "1 committed (2026-11-21T15:50:32.787928Z)", "1663/5/16384 ", "1 inserted");
        }
    }

    @Test
    void a_configuration_names_the_directory_and_its_server_the_tables() throws IOException {
        var config = Files.writeString(home.resolve("node.yml"), CONFIG.formatted(home.resolve("data"), home));
        assertThat(run("fork-report", config.toString())).as(err()).isEqualTo(0);
        assertThat(out()).contains("public.t ");
    }

    @Test
    void json_has_everything() {
        assertThat(run("fork-report", "--json", fork.toString())).isEqualTo(0);
        assertThat(Json.read(out())).isInstanceOfSatisfying(Json.Reading.Tree.class, read -> assertThat(read.value()).isInstanceOfSatisfying(List.class, list -> {
            var said = Json.document(list.getFirst());
            assertThat(said.fields()).containsEntry("system_id", "7412").containsEntry("timeline", 1).containsEntry("fork", "0/3000148").containsEntry("end", "0/30001B0").containsEntry("bytes", 104)
                    .containsEntry("node", "node1").containsEntry("why", "rewind").containsEntry("committed", 1).containsEntry("records", 2)
                    .containsEntry("commits", List.of(Map.of("transaction", 740, "lsn", "0/03000188", "at", "2026-11-21T15:50:32.787928Z")));
            assertThat(said.list("relations")).hasSize(1);
        }));
    }

    @Test
    void errors_say_what_to_do() throws IOException {
        assertThat(run("fork-report", home.resolve("nowhere").toString())).isEqualTo(1);
        assertThat(err()).contains("nowhere is no directory with saved forks");
        Files.writeString(fork.resolve(SavedFork.FILE), "{\"stretches\": [{\"timeline\": 1}]}");
        assertThat(run("fork-report", fork.toString())).isEqualTo(1);
        assertThat(err()).contains("fork.json is broken: not an LSN");
        saved();
        Files.delete(home.resolve("pg_waldump"));
        assertThat(run("fork-report", fork.toString())).isEqualTo(1);
        assertThat(err()).contains("pg_waldump is missing: it comes with PostgreSQL's server package");
        assertThat(run("fork-report", fork.toString(), "more")).isEqualTo(2);
    }

    @Test
    void nothing_saved_is_no_error() throws IOException {
        var config = Files.writeString(home.resolve("node.yml"), CONFIG.formatted(home.resolve("other"), home));
        assertThat(run("fork-report", config.toString())).as(err()).isEqualTo(0);
        assertThat(out()).contains("no lost fork is saved in");
    }

    @Test
    void wal_that_cannot_be_read_is_said_and_ends_with_1() throws IOException {
        Files.writeString(home.resolve("pg_waldump"), "#!/bin/sh\necho 'pg_waldump: error: could not find file \"00000001\"' >&2\nexit 1\n");
        assertThat(run("fork-report", fork.toString())).isEqualTo(1);
        assertThat(out()).contains("pg_waldump   error: could not find file");
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) {
        return new Commands((_, _) -> 0, new Lookups(_ -> List.of(), (_, _) -> Map.of(new Relation(1663, 5, 16384), "postgres: public.t"), _ -> new Dynamic.Unwritten("nobody asked")), Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(args));
    }
}
