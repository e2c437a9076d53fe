package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final Path MINIMAL = Corpus.file("good/minimal.yml");

    @Test
    void variables_override_the_file() {
        var config = Corpus.loaded(MINIMAL, Map.ofEntries(Map.entry("PATRONI_NAME", "other"), Map.entry("PATRONI_SCOPE", ""),
                Map.entry("PATRONI_RESTAPI_CONNECT_ADDRESS", "10.0.0.7:8009"), Map.entry("PATRONI_RESTAPI_USERNAME", "op"), Map.entry("PATRONI_RESTAPI_PASSWORD", "s3"),
                Map.entry("PATRONI_RESTAPI_ALLOWLIST", "10.0.0.0/8, 127.0.0.1"), Map.entry("PATRONI_RESTAPI_HTTP_EXTRA_HEADERS", "X-A: b"),
                Map.entry("PATRONI_ETCD3_HOSTS", "e1:2379,e2:2379"), Map.entry("PATRONI_POSTGRESQL_DATA_DIR", "/srv/x"),
                Map.entry("PATRONI_POSTGRESQL_BIN_PG_CTL", "pg_ctl.sh"), Map.entry("PATRONI_SUPERUSER_USERNAME", "boss"), Map.entry("PATRONI_SUPERUSER_PASSWORD", "0123"),
                Map.entry("PATRONI_REPLICATION_SSLMODE", "require"), Map.entry("PATRONI_LOG_LEVEL", "DEBUG"), Map.entry("PATRONI_LOG_LOGGERS", "{a.b: WARNING}")));
        assertThat(config.node().name().value()).isEqualTo("other");
        assertThat(config.node().scope()).as("an empty variable is not set").isEqualTo("demo");
        assertThat(config.rest().connectAddress()).isEqualTo(new HostPort("10.0.0.7", 8009));
        assertThat(config.rest().password().reveal()).isEqualTo("s3");
        assertThat(config.rest().allowlist()).containsExactly("10.0.0.0/8", "127.0.0.1");
        assertThat(config.rest().headers()).isEqualTo(Map.of("X-A", "b"));
        assertThat(config.etcd().endpoints()).hasSize(3).first().asString().isEqualTo("http://e1:2379");
        assertThat(config.postgres().dataDirectory()).isEqualTo(Path.of("/srv/x"));
        assertThat(config.postgres().programs().program("pg_ctl")).hasFileName("pg_ctl.sh");
        assertThat(config.postgres().superuser().username()).isEqualTo("boss");
        assertThat(config.postgres().superuser().password().reveal()).isEqualTo("0123");
        assertThat(config.postgres().replication().connection()).isEqualTo(Map.of("sslmode", "require"));
        assertThat(config.log().level()).isEqualTo("DEBUG");
        assertThat(config.log().loggers()).isEqualTo(Map.of("a.b", "WARNING"));
    }

    @Test
    void lists_may_be_yaml() {
        assertThat(Corpus.loaded(MINIMAL, Map.of("PATRONI_ETCD3_HOSTS", "- e1\n- e2:1")).etcd().endpoints()).extracting(Object::toString)
                .containsExactly("http://e1:2379", "http://e2:1", "http://127.0.0.1:2379");
        assertThat(Corpus.loaded(MINIMAL, Map.of("PATRONI_ETCD3_HOSTS", "['e1','e2:1']")).etcd().endpoints()).hasSize(3);
    }

    @Test
    void wrong_variables_are_named_and_their_secrets_are_not_shown() {
        var result = new ConfigSource(MINIMAL, Map.of("PATRONI_POSTGRESQL_LISTEN", "x:y", "PATRONI_RESTAPI_HTTP_EXTRA_HEADERS", "a: 'canary",
                "PATRONI_LOG_FILE_NUM", "many")).read();
        assertThat(Corpus.problems(result)).anySatisfy(p -> assertThat(p).startsWith("environment PATRONI_RESTAPI_HTTP_EXTRA_HEADERS: is not YAML"));
        assertThat(result.toString()).doesNotContain("canary");
        assertThat(Corpus.problems(new ConfigSource(MINIMAL, Map.of("PATRONI_POSTGRESQL_LISTEN", "x:y")).read()))
                .containsExactly("environment PATRONI_POSTGRESQL_LISTEN: postgresql.listen: \"x:y\": the port must be a number between 1 and 65535");
        var warned = new ConfigSource(MINIMAL, Map.of("PATRONI_SUPERUSER_PASWORD", "canary")).read();
        assertThat(warned.warnings()).hasToString("[environment PATRONI_SUPERUSER_PASWORD: is not known and is ignored; did you mean PATRONI_SUPERUSER_PASSWORD?]");
    }

    @Test
    void the_whole_configuration_may_be_one_variable() throws IOException {
        var config = Corpus.loaded(ConfigSource.NO_FILE, Map.of("PATRONI_CONFIGURATION", Files.readString(MINIMAL), "PATRONI_NAME", "b"));
        assertThat(config.node().name().value()).isEqualTo("b");
        assertThat(config.node().scope()).isEqualTo("demo");
    }

    @Test
    void children_do_not_inherit_passwords() {
        assertThat(Environment.forChildren(Map.of("PATRONI_SUPERUSER_PASSWORD", "x", "NOTIFY_SOCKET", "/run/x", "PATH", "/bin"))).isEqualTo(Map.of("PATH", "/bin"));
    }
}
