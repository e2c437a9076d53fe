package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine is a temporary directory with programs that only know their version. That a root user is refused is left out of the
/// comparisons, for the tests may run as root.
class StartChecksTest {
    @TempDir Path directory;
    private Path bin;
    private Path data;
    private int rest;
    private int postgres;

    @BeforeEach
    void machine() throws IOException {
        bin = Files.createDirectory(directory.resolve("bin"));
        data = directory.resolve("data");
        for (var name : Programs.NAMES) program(name, "echo 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'");
        try (var a = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var b = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            rest = a.getLocalPort();
            postgres = b.getLocalPort();
        }
    }

    @Test
    void a_machine_that_is_ready_has_no_problem_and_is_left_as_it_was() throws IOException {
        assertThat(problems("")).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files).extracting(Path::getFileName).extracting(Path::toString).containsExactlyInAnyOrder("bin", "config.yml");
        }
    }

    @Test
    void programs_must_be_there_and_of_a_supported_version() throws IOException {
        Files.delete(bin.resolve("initdb"));
        assertThat(problems("")).containsExactly("config.yml:5: postgresql.bin_dir: %s: holds no executable initdb; install PostgreSQL's server package, or correct the path".formatted(bin));
        program("initdb", "true");
        program("postgres", "echo 'postgres (PostgreSQL) 12.1'");
        assertThat(problems("")).containsExactly("config.yml:5: postgresql.bin_dir: %s: holds PostgreSQL 12; supported are 13 to 18".formatted(bin));
        program("postgres", "echo oops >&2; exit 1");
        assertThat(problems("")).containsExactly("config.yml:5: postgresql.bin_dir: %s: postgres --version failed: oops".formatted(bin));
        bin = directory.resolve("none");
        assertThat(problems("")).containsExactly("config.yml:5: postgresql.bin_dir: %s: is not a directory; it must hold PostgreSQL's programs, such as /usr/lib/postgresql/17/bin".formatted(bin));
    }

    @Test
    void the_data_must_be_of_the_same_version() throws IOException {
        dataDirectory("rwx------");
        Files.writeString(data.resolve("PG_VERSION"), "14\n");
        assertThat(problems("")).containsExactly(("config.yml:5: postgresql.bin_dir: %s: holds PostgreSQL 15, but the data directory %s is of 14; "
                + "name the programs of 14, or upgrade the data first").formatted(bin, data));
    }

    @Test
    void the_data_directory_must_be_private_and_a_data_directory() throws IOException {
        dataDirectory("rwxr-xr-x");
        Files.writeString(data.resolve("PG_VERSION"), "15\n");
        assertThat(problems("")).containsExactly("config.yml:4: postgresql.data_dir: %s: has mode 0755; PostgreSQL wants 0700 or 0750: chmod 0700 %s".formatted(data, data));
        Files.delete(data.resolve("PG_VERSION"));
        Files.createFile(data.resolve("holiday.jpg"));
        assertThat(problems("")).containsExactly(("config.yml:4: postgresql.data_dir: %s: holds files (holiday.jpg) but no PG_VERSION; "
                + "name an empty directory, such as one below it").formatted(data));
        Files.createDirectory(directory.resolve("data.matriarch"));
        assertThat(problems("")).as("our own unfinished work is not foreign").isEmpty();
        Files.delete(data.resolve("holiday.jpg"));
        Files.delete(data);
        Files.createFile(data);
        assertThat(problems("")).containsExactly("config.yml:4: postgresql.data_dir: %s: is not a directory".formatted(data));
    }

    @Test
    void a_directory_that_cannot_be_made_is_named() {
        data = bin.resolve("postgres/data");
        assertThat(problems("")).containsExactly("config.yml:4: postgresql.data_dir: %s: does not exist, and user %s may not make it in %s; create it and give it to that user"
                .formatted(data, System.getProperty("user.name"), data.getParent()));
    }

    @Test
    void a_busy_port_is_named() throws IOException {
        try (var _ = new ServerSocket(rest, 1, InetAddress.getLoopbackAddress()); var _ = new ServerSocket(postgres, 1, InetAddress.getLoopbackAddress())) {
            assertThat(problems("")).containsExactly("config.yml:2: restapi.listen: 127.0.0.1:%d: is in use; stop what listens there, or choose another port".formatted(rest),
                    "config.yml:4: postgresql.listen: 127.0.0.1:%d: is in use, and not by the server of this data directory; stop what listens there, or choose another port".formatted(postgres));
        }
    }

    @Test
    void the_port_of_the_own_server_may_be_busy() throws IOException {
        dataDirectory("rwx------");
        Files.writeString(data.resolve("PG_VERSION"), "15\n");
        Files.writeString(data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (var _ = new ServerSocket(postgres, 1, InetAddress.getLoopbackAddress())) {
            assertThat(problems("")).isEmpty();
        }
    }

    @Test
    void files_that_are_named_must_be_readable() {
        assertThat(problems(", protocol: https, cacert: /no/ca.pem")).containsExactly("config.yml:7: etcd3.cacert: /no/ca.pem: cannot be read by user " + System.getProperty("user.name"));
    }

    @Test
    void versions_are_read_from_every_form() {
        assertThat(ServerVersion.ofText("postgres (PostgreSQL) 18beta1\n")).isEqualTo(new ServerVersion.Major(18));
        assertThat(ServerVersion.ofText("postgres (PostgreSQL) 9.6.24")).isEqualTo(new ServerVersion.Major(9));
        assertThat(ServerVersion.ofText("bash: not found")).isEqualTo(new ServerVersion.Unknown("bash: not found"));
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void dataDirectory(String mode) throws IOException {
        Files.createDirectory(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(mode));
    }

    private List<String> problems(String etcd) {
        var yaml = """
                name: a
                restapi: {listen: 127.0.0.1:%d}
                postgresql:
                  {listen: 127.0.0.1:%d, data_dir: %s, authentication: {replication: {username: r}},
                   bin_dir: %s}
                scope: b
                etcd3: {host: 127.0.0.1%s}
                """.formatted(rest, postgres, data, bin, etcd);
        return switch (Corpus.text(directory, yaml)) {
            case ConfigResult.Loaded(var config, var _) -> StartChecks.problems(config).stream().map(Problem::toString).filter(p -> !p.contains("as root")).toList();
            case ConfigResult.Rejected(var problems, var _) -> throw new AssertionError(problems.toString());
        };
    }
}
