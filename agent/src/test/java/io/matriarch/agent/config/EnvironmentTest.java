package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    void a_variable_of_either_name_is_a_configuration_and_one_of_the_launcher_is_none() {
        for (var said : List.of("PATRONI_NAME", "MATRIARCH_NAME", "MATRIARCH_SCOPE", "MATRIARCH_CONFIGURATION", "MATRIARCH_LOGLEVEL")) assertThat(Environment.given(Map.of(said, "x", "PATH", "/bin"))).as(said).isTrue();
        for (var other : List.of("MATRIARCH_JAVA_OPTS", "MATRIARCH_USER", "MATRIARCH_WORK", "HOME")) assertThat(Environment.given(Map.of(other, "x", "MATRIARCH_NAME", ""))).as(other).isFalse();
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

    /// Every name of section 3.4 of the contract, and the key that it overrides.
    private static final Map<String, String> CONTRACT = contract();

    private static Map<String, String> contract() {
        var names = new java.util.TreeMap<String, String>();
        for (var key : List.of("name", "namespace", "scope", "thread_pool_size", "thread_stack_size")) names.put(key.toUpperCase(java.util.Locale.ROOT), key);
        under(names, "RESTAPI", "restapi", "listen connect_address certfile keyfile keyfile_password cafile ciphers verify_client http_extra_headers https_extra_headers allowlist"
                + " allowlist_include_members request_queue_size server_tokens");
        under(names, "RESTAPI", "restapi.authentication", "username password");
        under(names, "CTL", "ctl", "insecure cacert certfile keyfile keyfile_password");
        under(names, "POSTGRESQL", "postgresql", "listen connect_address proxy_address config_dir data_dir pgpass bin_dir");
        under(names, "POSTGRESQL_BIN", "postgresql.bin_name", "pg_ctl initdb pg_controldata pg_basebackup postgres pg_isready pg_rewind");
        for (var who : List.of("superuser", "replication", "rewind")) under(names, who.toUpperCase(java.util.Locale.ROOT), "postgresql.authentication." + who,
                "username password sslmode sslcert sslkey sslpassword sslrootcert sslcrl sslcrldir gssencmode channel_binding sslnegotiation");
        under(names, "LOG", "log", "type level traceback_level format dateformat static_fields max_queue_size dir mode file_size file_num loggers deduplicate_heartbeat_logs");
        names.putAll(Map.of("LOGLEVEL", "log.level", "LOGFORMAT", "log.format", "LOG_DATEFMT", "log.dateformat"));
        under(names, "ETCD3", "etcd3", "host hosts port url proxy use_proxies protocol srv srv_suffix cacert cert key username password");
        return names;
    }

    private static void under(Map<String, String> names, String prefix, String section, String leaves) {
        for (var leaf : leaves.split(" ", -1)) names.put(prefix + "_" + leaf.toUpperCase(java.util.Locale.ROOT), section + "." + leaf);
    }

    static java.util.stream.Stream<String> names() {
        return CONTRACT.keySet().stream().flatMap(name -> java.util.stream.Stream.of("PATRONI_" + name, "MATRIARCH_" + name));
    }

    /// A value of the key's kind arrives at the key; nothing else changes, and nobody calls the name unknown.
    @ParameterizedTest
    @MethodSource("names")
    void every_name_of_the_contract_overrides_its_key(String name) {
        var path = CONTRACT.get(name.replaceFirst("^(PATRONI|MATRIARCH)_", ""));
        var findings = new Findings();
        var tree = Environment.over(Tree.EMPTY, Map.of(name, "1"), findings);
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
        assertThat(Trees.at(tree, path)).hasSize(1).first().satisfies(value -> assertThat(value.place().source()).isEqualTo("environment " + name));
        assertThat(Trees.said(tree).toString()).containsOnlyOnce("1");
    }

    @Test
    void of_two_names_of_one_key_ours_counts_and_the_new_before_the_old() {
        var both = new ConfigSource(MINIMAL, Map.of("PATRONI_NAME", "theirs", "MATRIARCH_NAME", "ours", "PATRONI_SCOPE", "same", "MATRIARCH_SCOPE", "same", "MATRIARCH_JAVA_OPTS", "-Xmx1g")).read();
        assertThat(both).isInstanceOfSatisfying(ConfigResult.Loaded.class, loaded -> assertThat(loaded.config().node().name().value()).isEqualTo("ours"));
        assertThat(both.warnings()).hasToString("[environment PATRONI_NAME: is ignored, for MATRIARCH_NAME is given, too, and says something else]");
        var old = new ConfigSource(MINIMAL, Map.of("PATRONI_LOGLEVEL", "DEBUG", "PATRONI_LOG_LEVEL", "ERROR", "MATRIARCH_LOGFORMAT", "%(message)s")).read();
        assertThat(old).isInstanceOfSatisfying(ConfigResult.Loaded.class, loaded -> {
            assertThat(loaded.config().log().level()).isEqualTo("ERROR");
            assertThat(loaded.config().log().format()).isEqualTo("%(message)s");
        });
        assertThat(old.warnings()).hasToString("[environment PATRONI_LOGLEVEL: is ignored, for PATRONI_LOG_LEVEL is given, too]");
    }

    @Test
    void another_store_in_a_variable_is_refused_like_its_section() {
        assertThat(Corpus.problems(new ConfigSource(MINIMAL, Map.of("PATRONI_ETCD_HOSTS", "a:2379", "PATRONI_CITUS_GROUP", "0", "PATRONI_KUBERNETES_NAMESPACE", "x")).read())).containsExactly(
                "environment PATRONI_CITUS_GROUP: citus: Citus clusters are not supported; take the section away",
                "environment PATRONI_ETCD_HOSTS: etcd: is etcd's old v2 API; rename the section to etcd3 (the data is separate)",
                "environment PATRONI_KUBERNETES_NAMESPACE: kubernetes: only etcd (section etcd3) is supported");
        assertThat(new ConfigSource(MINIMAL, Map.of("PATRONI_CTL_USERNAME", "u", "PATRONI_CTL_PASSWORD", "canary")).read().warnings()).isEmpty();
    }

    @Test
    void the_whole_configuration_may_be_in_our_variable() throws IOException {
        assertThat(Corpus.loaded(ConfigSource.NO_FILE, Map.of("PATRONI_CONFIGURATION", "name: x", "MATRIARCH_CONFIGURATION", Files.readString(MINIMAL))).node().scope()).isEqualTo("demo");
    }
}
