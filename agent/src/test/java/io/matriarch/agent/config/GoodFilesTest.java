package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Timing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoodFilesTest {
    static Stream<Path> files() {
        return Corpus.files("good");
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_good_file_loads_with_exactly_the_warnings_it_names(Path file) {
        var result = new ConfigSource(file, Map.of()).read();
        assertThat(Corpus.problems(result)).isEmpty();
        var warnings = result.warnings().stream().map(w -> w.toString().replaceFirst("^[^:]*:\\d+: ", "")).toList();
        assertThat(warnings).containsExactlyInAnyOrderElementsOf(Corpus.said(file, "warns"));
        assertThat(result.toString()).doesNotContain("canary");
    }

    @Test
    void the_benchmark_file_is_read_as_its_agent_needs_it() {
        var config = Corpus.good("bench.yml");
        var node = config.node();
        assertThat(node.name().value()).isEqualTo("n1");
        assertThat(config.namespace()).isEqualTo("service");
        assertThat(Timing.of(node.bootstrap())).isEqualTo(new Timing(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10)));
        assertThat(node.usePgRewind()).isTrue();
        assertThat(node.mayBootstrap()).isTrue();
        assertThat(node.member().fields()).isEqualTo(Map.of("conn_url", "postgres://127.0.0.1:15432/postgres",
                "api_url", "http://127.0.0.1:18008/patroni", "version", "4.1.4"));
        assertThat(node.bootstrap().section("postgresql").section("parameters").fields()).containsEntry("max_connections", 100).containsEntry("hot_standby", "on");
        assertThat(config.postgres().initdb()).containsExactly("encoding=UTF8", "locale=C", "data-checksums");
        assertThat(config.postgres().hba()).hasSize(5);
        assertThat(config.postgres().rewind().password().reveal()).isEqualTo("bench-rewind");
        assertThat(config.etcd().endpoints()).extracting(URI::getPort).containsExactly(12379, 12380, 12381);
        assertThat(config.watchdog().mode()).isEqualTo(WatchdogSection.Mode.OFF);
        assertThat(config.own().stateDirectory()).isEqualTo(Path.of("/srv/bench/n1/data.matriarch"));
        assertThat(config.postgres().local().fields()).doesNotContainKey("authentication");
    }

    @Test
    void what_is_not_written_has_its_default() {
        var config = Corpus.good("minimal.yml");
        assertThat(config.node().mayBootstrap()).isFalse();
        assertThat(config.node().peerPatience()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.rest().listen()).isEqualTo(new Listen(List.of("127.0.0.1"), 8008));
        assertThat(config.postgres().connectAddress()).isEqualTo(new HostPort("127.0.0.1", 5432));
        assertThat(config.postgres().superuser().username()).isEqualTo(System.getProperty("user.name"));
        assertThat(config.postgres().rewind()).isEqualTo(config.postgres().superuser());
        assertThat(config.etcd().endpoints()).containsExactly(URI.create("http://127.0.0.1:2379"));
        assertThat(config.log().target()).isEqualTo(new LogSection.Target.StandardError());
    }

    @Test
    void everything_that_a_careful_operator_sets_arrives() {
        var config = Corpus.good("production.yml");
        assertThat(config.namespace()).isEqualTo("db/prod");
        assertThat(config.rest().apiUrl()).isEqualTo("https://[fd00::11]:8008/patroni");
        assertThat(config.rest().password().reveal()).isEqualTo("p@ss: #1");
        assertThat(config.rest().allowlist()).containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(config.etcd().endpoints()).extracting(URI::toString).containsExactly("https://etcd1.fra:2379", "https://etcd2.fra:2379", "https://etcd3.fra:2379");
        assertThat(config.etcd().password().reveal()).isEqualTo("0123");
        assertThat(config.postgres().superuser().connection()).containsEntry("sslmode", "verify-full").containsEntry("sslrootcert", "/etc/pki/ca.pem");
        assertThat(config.postgres().replication().keyPassword().reveal()).isEqualTo("keypass");
        assertThat(config.postgres().programs().program("postgres")).isEqualTo(Path.of("/usr/lib/postgresql/17/bin/postgres.orders"));
        assertThat(config.postgres().basebackup()).containsExactly("max-rate=100M", "checkpoint=fast");
        assertThat(config.postgres().initdb()).containsExactlyInAnyOrder("encoding=UTF8", "locale=C.UTF-8", "data-checksums", "allow-group-access");
        assertThat(config.postgres().postInit()).containsExactly("/usr/local/bin/setup", "two words", "--x");
        assertThat(config.node().tags().failoverPriority()).isEqualTo(5);
        assertThat(config.node().member().section("tags").fields()).isEqualTo(Map.of("failover_priority", 5, "clonefrom", true, "zone", "fra-1", "rack", 12));
        assertThat(config.node().member().text("proxy_url", "")).isEqualTo("postgres://orders-1.fra:6432/postgres");
        assertThat(config.own()).isEqualTo(new OwnSection(Path.of("/var/lib/matriarch/orders"), 20_000_000, 4, new io.matriarch.agent.host.DiskShare.Percent(20), false,
                new io.matriarch.agent.host.DiskShare.Bytes(64 << 20), java.time.Duration.ofMinutes(10), io.matriarch.agent.disk.Watermarks.DEFAULT,
                new OwnSection.Scripts(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(30))));
        assertThat(config.watchdog()).isEqualTo(new WatchdogSection(WatchdogSection.Mode.AUTOMATIC, Path.of("/dev/watchdog"), WatchdogSection.Driver.DEFAULT, Duration.ofSeconds(-1)));
        assertThat(config.log().target()).isEqualTo(new LogSection.Target.Rotated(Path.of("/var/log/matriarch"), 8, 5_000_000, "0640"));
    }

    @Test
    void values_that_readers_of_yaml_disagree_about_stay_what_was_written() {
        var dcs = Corpus.good("production.yml").node().bootstrap();
        assertThat(dcs.fields()).containsEntry("ttl", "20").containsEntry("check_timeline", true);
        assertThat(dcs.section("postgresql").section("parameters").fields()).containsEntry("archive_mode", "on").containsEntry("log_file_mode", "0640")
                .containsEntry("unix_socket_permissions", "0770").containsEntry("checkpoint_completion_target", 0.9).containsEntry("max_connections", 500);
        assertThat(Corpus.good("ignored.yml").node().name().value()).as("name: no").isEqualTo("no");
    }

    @Test
    void the_files_of_a_directory_merge_in_the_order_of_their_names() {
        var config = Corpus.loaded(Corpus.file("directory"), Map.of());
        assertThat(config.node().name().value()).isEqualTo("node7");
        assertThat(config.postgres().dataDirectory()).isEqualTo(Path.of("/srv/node7"));
        assertThat(config.node().tags().cloneFrom()).isTrue();
        assertThat(config.node().tags().noFailover()).as("taken back by null").isFalse();
    }
}
