package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.LogSection.Target.Rotated;
import io.matriarch.core.view.Tags;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every key of Patroni's local YAML (contract 3.4) by itself: a good value and what becomes of it, a bad one and what is said of it.
///
/// A table, so it is as long as there are keys. The dynamic configuration under `bootstrap.dcs` is checked by kind alone: what its keys do is not the reader's business.
class KeyTableTest {
    /// Everything that needs a companion has it here, so that each key can be changed alone.
    private static final String BASE = """
            name: node1
            scope: demo
            restapi: {listen: '127.0.0.1:8008', certfile: /pki/rest.pem, keyfile: /pki/rest.key, cafile: /pki/ca.pem, authentication: {username: op, password: pw}}
            ctl: {certfile: /pki/ctl.pem, authentication: {username: u, password: p}}
            etcd3: {hosts: '10.0.0.1:2379', protocol: https, username: u, password: p, cert: /pki/etcd.pem, key: /pki/etcd.key}
            postgresql:
              listen: 127.0.0.1:5432
              data_dir: /srv/data
              bin_dir: /usr/lib/postgresql/17/bin
              authentication: {superuser: {username: s}, replication: {username: r}, rewind: {username: w}}
            log: {dir: /var/log/m}
            """;

    /// What has its test elsewhere: other programs' and other cases' keys, and our own.
    private static final List<String> ELSEWHERE = List.of("bootstrap.dcs", "matriarch.", "etcd3.srv", "etcd3.discovery_srv", "postgresql.use_unix_socket_repl", "postgresql.krbsrvname",
            "standby_cluster", "ttl", "loop_wait", "retry_timeout", "consul", "zookeeper", "exhibitor", "kubernetes", "raft");

    /// `good` in YAML becomes `expected`, or warns with those words; `bad` is refused with `fault`. Where there is no bad value, `bad` is empty.
    record Row(String key, String good, Function<AgentConfig, Object> becomes, Object expected, String bad, String fault) {
        @Override
        public String toString() {
            return key + ": " + good;
        }
    }

    private static final String HOST_PORT = "must be host:port";
    private static final String TEXT = "must be text";
    private static final String TRUTH = "must be true or false";
    private static final String PATH = "must be a path";
    private static final List<Row> ROWS = rows();

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        top(rows);
        log(rows);
        rest(rows);
        ctl(rows);
        etcd(rows);
        bootstrap(rows);
        postgres(rows);
        logins(rows);
        watchdogAndTags(rows);
        return List.copyOf(rows);
    }

    private static void top(List<Row> rows) {
        rows.add(new Row("name", "n-1.fra_2", c -> c.node().name().value(), "n-1.fra_2", "a b", "must be 1 to 63 letters"));
        rows.add(new Row("name", "'5'", c -> c.node().name().value(), "5", "__patroni_strict_sync_replica_placeholder__", "is reserved for strict synchronous mode"));
        rows.add(new Row("scope", "orders", c -> c.node().scope(), "orders", "a/b", "must be up to 128 characters without blanks and slashes"));
        rows.add(new Row("namespace", "/db//prod/", AgentConfig::namespace, "db/prod", "[a]", TEXT));
        noEffect(rows, "thread_pool_size", "8", "many");
        noEffect(rows, "thread_stack_size", "524288", "512kB");
        refused(rows, "citus", "{group: 0, database: x}", "Citus clusters are not supported");
        refused(rows, "etcd", "{hosts: a}", "is etcd's old v2 API; rename the section to etcd3");
    }

    private static void log(List<Row> rows) {
        rows.add(new Row("log.type", "json", c -> c.log().style(), LogSection.Style.JSON, "xml", "must be one of plain, json"));
        rows.add(new Row("log.level", "debug", c -> c.log().level(), "DEBUG", "LOUD", "must be one of critical, error"));
        rows.add(new Row("log.format", "'%(message)s'", c -> c.log().format(), "%(message)s", "[a]", TEXT));
        rows.add(new Row("log.dateformat", "'%H:%M'", c -> c.log().dateFormat(), "%H:%M", "[a]", TEXT));
        rows.add(new Row("log.static_fields", "{app: orders}", c -> c.log().staticFields(), Map.of("app", "orders"), "[a]", "must be a map of single values"));
        rows.add(new Row("log.dir", "/var/log/x", c -> target(c).directory(), Path.of("/var/log/x"), "''", PATH));
        rows.add(new Row("log.mode", "0640", c -> target(c).mode(), "0640", "640", "must be an octal file mode"));
        rows.add(new Row("log.file_num", "9", c -> target(c).files(), 9, "-1", "must be a whole number between 0 and"));
        rows.add(new Row("log.file_size", "5000", c -> target(c).bytes(), 5000L, "1", "must be a whole number between 1024 and"));
        rows.add(new Row("log.loggers", "{a.b: warning}", c -> c.log().loggers(), Map.of("a.b", "WARNING"), "[a]", "must be a map of single values"));
        noEffect(rows, "log.traceback_level", "ERROR", "LOUD");
        noEffect(rows, "log.max_queue_size", "1000", "many");
        noEffect(rows, "log.deduplicate_heartbeat_logs", "true", "maybe");
    }

    private static Rotated target(AgentConfig config) {
        return (Rotated) config.log().target();
    }

    private static void rest(List<Row> rows) {
        rows.add(new Row("restapi.listen", "'[fd00::1]:8009'", c -> c.rest().listen(), new Listen(List.of("fd00::1"), 8009), "x:y", "the port must be a number"));
        rows.add(new Row("restapi.listen", "10.0.0.7", c -> c.rest().listen(), new Listen(List.of("10.0.0.7"), 8008), "a:1:2", HOST_PORT));
        rows.add(new Row("restapi.connect_address", "h:8010", c -> c.rest().apiUrl(), "https://h:8010/patroni", "host:0", "the port must be a number"));
        rows.add(new Row("restapi.authentication.username", "boss", c -> c.rest().username(), "boss", "[a]", TEXT));
        rows.add(new Row("restapi.authentication.password", "0123", c -> c.rest().password().reveal(), "0123", "[canary]", TEXT));
        rows.add(new Row("restapi.certfile", "/pki/x.pem", c -> c.rest().tls().certificate(), "/pki/x.pem", "''", PATH));
        rows.add(new Row("restapi.keyfile", "/pki/x.key", c -> c.rest().tls().keyFile(), "/pki/x.key", "''", PATH));
        rows.add(new Row("restapi.keyfile_password", "k", c -> c.rest().tls().keyPassword().reveal(), "k", "{canary: 1}", TEXT));
        rows.add(new Row("restapi.cafile", "/pki/y.pem", c -> c.rest().tls().authorities(), "/pki/y.pem", "''", PATH));
        rows.add(new Row("restapi.ciphers", "ECDHE-RSA-AES256-GCM-SHA384", c -> c.rest().ciphers(), "ECDHE-RSA-AES256-GCM-SHA384", "HIGH", "HIGH is no cipher suite that Java knows"));
        rows.add(new Row("restapi.verify_client", "required", c -> c.rest().verifyClient(), RestSection.VerifyClient.REQUIRED, "maybe", "must be one of none, optional, required"));
        rows.add(new Row("restapi.allowlist", "[10.0.0.0/8, h]", c -> c.rest().allowlist(), List.of("10.0.0.0/8", "h"), "10.0.0.0/99", "is no network"));
        rows.add(new Row("restapi.allowlist_include_members", "on", c -> c.rest().allowlistIncludesMembers(), true, "maybe", TRUTH));
        rows.add(new Row("restapi.http_extra_headers", "{X-A: b}", c -> c.rest().headers(), Map.of("X-A", "b"), "{'X A': b}", "is no name of a header"));
        rows.add(new Row("restapi.https_extra_headers", "{X-A: b}", c -> c.rest().tlsHeaders(), Map.of("X-A", "b"), "{X-A: \"a\\nb\"}", "its value must be one line of ASCII"));
        rows.add(new Row("restapi.server_tokens", "ProductOnly", c -> c.rest().serverTokens(), RestSection.ServerTokens.PRODUCTONLY, "none", "must be one of original, productonly, minimal"));
        noEffect(rows, "restapi.request_queue_size", "5", "many");
        noEffect(rows, "restapi.thread_pool_size", "5", "many");
    }

    private static void ctl(List<Row> rows) {
        rows.add(new Row("ctl.insecure", "yes", c -> c.ctl().insecure(), true, "maybe", TRUTH));
        rows.add(new Row("ctl.cacert", "/pki/c.pem", c -> c.ctl().tls().authorities(), "/pki/c.pem", "''", PATH));
        rows.add(new Row("ctl.certfile", "/pki/c.pem", c -> c.ctl().tls().certificate(), "/pki/c.pem", "''", PATH));
        rows.add(new Row("ctl.keyfile", "/pki/c.key", c -> c.ctl().tls().keyFile(), "/pki/c.key", "''", PATH));
        rows.add(new Row("ctl.keyfile_password", "k", c -> c.ctl().tls().keyPassword().reveal(), "k", "[canary]", TEXT));
        rows.add(new Row("ctl.authentication.username", "v", c -> c.ctl().username(), "v", "[a]", TEXT));
        rows.add(new Row("ctl.authentication.password", "q", c -> c.ctl().password().reveal(), "q", "[canary]", TEXT));
    }

    private static void etcd(List<Row> rows) {
        var first = URI.create("https://10.0.0.1:2379");
        rows.add(new Row("etcd3.hosts", "[a, 'b:1']", c -> c.etcd().endpoints(), List.of(URI.create("https://a:2379"), URI.create("https://b:1")), "'u:p@a'", "must not hold a user"));
        rows.add(new Row("etcd3.hosts", "'a, b:1'", c -> c.etcd().endpoints(), List.of(URI.create("https://a:2379"), URI.create("https://b:1")), "0.0.0.0", "must be an address that can be connected to"));
        rows.add(new Row("etcd3.host", "b:1", c -> c.etcd().endpoints(), List.of(first, URI.create("https://b:1")), "b:x", "the port must be a number"));
        rows.add(new Row("etcd3.url", "https://b:1", c -> c.etcd().endpoints(), List.of(first, URI.create("https://b:1")), "ftp://b", "must begin with http:// or https://"));
        rows.add(new Row("etcd3.proxy", "https://b:1", c -> c.etcd().endpoints(), List.of(first, URI.create("https://b:1")), "https://b:1/x", "must end after the port"));
        rows.add(new Row("etcd3.port", "2380", c -> c.etcd().endpoints(), List.of(first), "0", "must be a whole number between 1 and 65535"));
        rows.add(new Row("etcd3.protocol", "HTTPS", c -> c.etcd().endpoints(), List.of(first), "tcp", "must be one of http, https"));
        rows.add(new Row("etcd3.username", "v", c -> c.etcd().username(), "v", "[a]", TEXT));
        rows.add(new Row("etcd3.password", "q", c -> c.etcd().password().reveal(), "q", "[canary]", TEXT));
        rows.add(new Row("etcd3.cacert", "/pki/e.pem", c -> c.etcd().tls().authorities(), "/pki/e.pem", "''", PATH));
        rows.add(new Row("etcd3.cert", "/pki/e.pem", c -> c.etcd().tls().certificate(), "/pki/e.pem", "''", PATH));
        rows.add(new Row("etcd3.key", "/pki/e.key", c -> c.etcd().tls().keyFile(), "/pki/e.key", "''", PATH));
        noEffect(rows, "etcd3.use_proxies", "true", "maybe");
    }

    private static void bootstrap(List<Row> rows) {
        rows.add(new Row("bootstrap.dcs", "{ttl: 20}", c -> c.node().bootstrap().number("ttl", 0), 20L, "[a]", "must be a map of"));
        rows.add(new Row("bootstrap.method", "initdb", c -> c.postgres().method().initdb(), true, "wal_g", "names wal_g, but bootstrap.wal_g.command is missing"));
        rows.add(new Row("bootstrap", "{method: wal_g, wal_g: {command: get, speed: 3}}", c -> c.postgres().method().section().fields(), Map.of("command", "get", "speed", 3), "x", "must be a map of"));
        rows.add(new Row("bootstrap.initdb", "[data-checksums, encoding: UTF8]", c -> c.postgres().initdb(), List.of("data-checksums", "encoding=UTF8"), "[pwfile: x]", "must not hold pwfile"));
        rows.add(new Row("bootstrap.initdb", "{locale: C}", c -> c.postgres().initdb(), List.of("locale=C"), "UTF8", "must be a list of options"));
        rows.add(new Row("bootstrap.pg_hba", "['local all all peer']", c -> c.postgres().hba(), List.of("local all all peer"), "local all all peer", "must be a list of lines"));
        rows.add(new Row("bootstrap.post_bootstrap", "set 'two words'", c -> c.postgres().postInit(), List.of("set", "two words"), "'set \"x'", "that is never closed"));
        rows.add(new Row("bootstrap.post_init", "[set, x y]", c -> c.postgres().postInit(), List.of("set", "x y"), "'set \\'", "ends with a backslash"));
        rows.add(new Row("bootstrap.users", "{admin: {password: x}}", null, "has no effect: Patroni 4 dropped it", "", ""));
    }

    private static void postgres(List<Row> rows) {
        rows.add(new Row("postgresql.listen", "'10.0.0.1, 10.0.0.2:5433'", c -> c.postgres().listen(), new Listen(List.of("10.0.0.1", "10.0.0.2"), 5433), "a:b", "the port must be a number"));
        rows.add(new Row("postgresql.connect_address", "'[fd00::1]:5433'", c -> c.postgres().connUrl(), "postgres://[fd00::1]:5433/postgres", "a:b", "the port must be a number"));
        rows.add(new Row("postgresql.proxy_address", "pool:6432", c -> c.node().member().text("proxy_url", ""), "postgres://pool:6432/postgres", "a:b", "the port must be a number"));
        rows.add(new Row("postgresql.data_dir", "/srv/x/../y", c -> c.postgres().dataDirectory(), Path.of("/srv/y"), "''", PATH));
        rows.add(new Row("postgresql.config_dir", "/etc/pg", c -> c.postgres().configDirectory(), Path.of("/etc/pg"), "''", PATH));
        rows.add(new Row("postgresql.config_base_name", "pg", c -> c.postgres().configBaseName(), "pg", "[a]", TEXT));
        rows.add(new Row("postgresql.bin_dir", "/opt/pg", c -> c.postgres().programs().program("initdb"), Path.of("/opt/pg/initdb"), "''", PATH));
        for (var program : Programs.NAMES)
            rows.add(new Row("postgresql.bin_name." + program, "my_" + program, c -> c.postgres().programs().program(program), Path.of("/usr/lib/postgresql/17/bin/my_" + program), "[a]", TEXT));
        rows.add(new Row("postgresql.database", "orders", c -> c.postgres().connUrl(), "postgres://127.0.0.1:5432/orders", "[a]", TEXT));
        rows.add(new Row("postgresql.pgpass", "/srv/pgpass", c -> c.postgres().pgpass(), Path.of("/srv/pgpass"), "''", PATH));
        rows.add(new Row("postgresql.custom_conf", "/etc/my.conf", c -> c.postgres().customConf(), "/etc/my.conf", "''", PATH));
        rows.add(new Row("postgresql.use_unix_socket", "true", c -> c.postgres().unixSocket(), true, "maybe", TRUTH));
        rows.add(new Row("postgresql.pg_ctl_timeout", "90", c -> c.postgres().controlTimeout(), Duration.ofSeconds(90), "60 s", "must be a whole number between 1 and 86400"));
        rows.add(new Row("postgresql.use_pg_rewind", "on", c -> c.node().usePgRewind(), true, "maybe", TRUTH));
        rows.add(new Row("postgresql.parameters", "{work_mem: 8MB}", c -> c.postgres().parameters(), Map.of("work_mem", "8MB"), "[a]", "must be a map of single values"));
        rows.add(new Row("postgresql.pg_hba", "['local all all peer']", c -> c.postgres().hba(), List.of("local all all peer"), "[]", "is empty: nobody could connect"));
        rows.add(new Row("postgresql.pg_ident", "['m a b']", c -> c.postgres().ident(), List.of("m a b"), "m a b", "must be a list of lines"));
        rows.add(new Row("postgresql.basebackup", "[max-rate: 100M]", c -> c.postgres().basebackup(), List.of("max-rate=100M"), "{format: tar}", "must not hold format"));
        rows.add(new Row("postgresql.recovery_conf", "{restore_command: 'cp %f %p'}", c -> c.postgres().recovery(), Map.of("restore_command", "cp %f %p"), "[a]", "must be a map of single values"));
        for (var event : List.of("on_start", "on_stop", "on_restart", "on_reload", "on_role_change"))
            rows.add(new Row("postgresql.callbacks." + event, "/bin/x y", c -> c.postgres().local().section("callbacks").text(event, ""), "/bin/x y", "'x \"'", "that is never closed"));
        local(rows, "create_replica_methods", "[wal_g, basebackup]", List.of("wal_g", "basebackup"), "{a: b}", "must be a list, or text with commas");
        local(rows, "create_replica_method", "[basebackup]", List.of("basebackup"), "{a: b}", "must be a list, or text with commas");
        local(rows, "pre_promote", "/bin/x", "/bin/x", "'x \"'", "that is never closed");
        local(rows, "before_stop", "/bin/x", "/bin/x", "'x \"'", "that is never closed");
        local(rows, "rewind", "[debug]", List.of("debug"), "[dry-run]", "may hold debug, no-sync, restore-target-wal, sync-method only, not dry-run");
        noEffect(rows, "postgresql.remove_data_directory_on_rewind_failure", "true", "maybe");
        noEffect(rows, "postgresql.remove_data_directory_on_diverged_timelines", "true", "maybe");
        noEffect(rows, "postgresql.use_slots", "true", "maybe");
    }

    private static void local(List<Row> rows, String key, String good, Object expected, String bad, String fault) {
        rows.add(new Row("postgresql." + key, good, c -> c.postgres().local().fields().get(key), expected, bad, fault));
    }

    private static void logins(List<Row> rows) {
        for (var who : List.of("superuser", "replication", "rewind")) {
            var at = "postgresql.authentication." + who + ".";
            rows.add(new Row(at + "username", "boss", c -> login(c, who).username(), "boss", "[a]", TEXT));
            rows.add(new Row(at + "password", "0123", c -> login(c, who).password().reveal(), "0123", "[canary]", TEXT));
            rows.add(new Row(at + "sslpassword", "k", c -> login(c, who).keyPassword().reveal(), "k", "[canary]", TEXT));
            for (var word : List.of("sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir", "gssencmode", "channel_binding", "sslnegotiation"))
                rows.add(new Row(at + word, "x", c -> login(c, who).connection(), Map.of(word, "x"), "[a]", TEXT));
        }
    }

    private static Login login(AgentConfig config, String who) {
        return switch (who) {
            case "superuser" -> config.postgres().superuser();
            case "replication" -> config.postgres().replication();
            case String _ -> config.postgres().rewind();
        };
    }

    private static void watchdogAndTags(List<Row> rows) {
        rows.add(new Row("watchdog.mode", "required", c -> c.watchdog().mode(), WatchdogSection.Mode.REQUIRED, "maybe", "must be one of off, false, disable"));
        rows.add(new Row("watchdog.mode", "off", c -> c.watchdog().mode(), WatchdogSection.Mode.OFF, "[a]", "must be one of off"));
        rows.add(new Row("watchdog.device", "/dev/watchdog1", c -> c.watchdog().device(), Path.of("/dev/watchdog1"), "''", PATH));
        rows.add(new Row("watchdog.safety_margin", "-1", c -> c.watchdog().safetyMargin(), Duration.ofSeconds(-1), "-2", "must be a whole number between -1 and 300"));
        rows.add(new Row("watchdog.driver", "testing", c -> c.watchdog().driver(), WatchdogSection.Driver.TESTING, "softdog", "must be one of default, testing"));
        flag(rows, "nofailover", Tags::noFailover);
        flag(rows, "noloadbalance", Tags::noLoadBalance);
        flag(rows, "clonefrom", Tags::cloneFrom);
        flag(rows, "nosync", Tags::noSync);
        rows.add(new Row("tags.failover_priority", "7", c -> c.node().tags().failoverPriority(), 7, "high", "must be a whole number"));
        rows.add(new Row("tags.failover_priority", "0", c -> c.node().tags().noFailover(), true, "1.5", "must be a whole number"));
        rows.add(new Row("tags.sync_priority", "7", c -> c.node().tags().all().number("sync_priority", 0), 7L, "high", "must be a whole number"));
        rows.add(new Row("tags.replicatefrom", "n2", c -> c.node().tags().replicateFrom().value(), "n2", "[a]", TEXT));
        rows.add(new Row("tags.nostream", "true", c -> c.node().tags().noStream(), true, "maybe", TRUTH));
        rows.add(new Row("tags", "{zone: fra, rack: 12}", c -> c.node().member().section("tags").fields(), Map.of("zone", "fra", "rack", 12), "[a]", "must be a map of"));
    }

    private static void flag(List<Row> rows, String tag, Function<Tags, Boolean> read) {
        rows.add(new Row("tags." + tag, "true", c -> read.apply(c.node().tags()), true, "'false'", "is text, which Patroni takes for true whatever it says"));
    }

    private static void noEffect(List<Row> rows, String key, String good, String bad) {
        rows.add(new Row(key, good, null, "has no effect: ", bad, "must be "));
    }

    private static void refused(List<Row> rows, String key, String bad, String fault) {
        rows.add(new Row(key, "", null, "", bad, fault));
    }

    static Stream<Row> good() {
        return ROWS.stream().filter(row -> !row.good.isEmpty());
    }

    static Stream<Row> bad() {
        return ROWS.stream().filter(row -> !row.bad.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_value_becomes_what_it_says(Row row) {
        var result = with(row.key, row.good);
        assertThat(Corpus.problems(result)).isEmpty();
        if (row.becomes == null) assertThat(result.warnings()).singleElement().asString().contains(row.key + ": " + row.expected);
        else assertThat(row.becomes.apply(((ConfigResult.Loaded) result).config())).isEqualTo(row.expected);
        if (row.becomes != null) assertThat(result.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_bad_value_is_refused_with_its_key_and_what_would_be_right(Row row) {
        var problems = Corpus.problems(with(row.key, row.bad));
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(row.key).contains(row.fault));
        assertThat(problems.toString()).doesNotContain("canary");
    }

    @Test
    void no_key_of_the_local_file_is_without_a_row() {
        var shown = ROWS.stream().map(Row::key).toList();
        assertThat(KnownKeys.ALL).extracting(Key::path).filteredOn(path -> ELSEWHERE.stream().noneMatch(path::startsWith)).allSatisfy(path -> assertThat(shown).contains(path));
    }

    static Stream<Key> dynamic() {
        return KnownKeys.ALL.stream().filter(key -> key.path().startsWith("bootstrap.dcs.") && !(key.kind() instanceof Kind.Anything) && key.standing() != Key.Standing.REFUSED);
    }

    /// `[[]]` is no value of any kind but "anything".
    @ParameterizedTest
    @MethodSource("dynamic")
    void a_bad_value_for_the_dynamic_configuration_is_refused_before_it_gets_there(Key key) {
        assertThat(Corpus.problems(with(key.path(), "[[]]"))).anySatisfy(problem -> assertThat(problem).contains(key.path()).contains(key.kind().mustBe()));
    }

    /// What only Patroni's unreleased branch has.
    @Test
    void what_is_not_built_is_warned_of() {
        assertThat(with("bootstrap.dcs.primary_race_backoff", "5").warnings()).singleElement().asString().contains("bootstrap.dcs.primary_race_backoff: is not supported yet");
        for (var key : List.of("parameters_primary", "parameters_replica", "pg_hba_replica", "pg_ident_standby_leader"))
            assertThat(with("postgresql." + key, "{a: b}").warnings()).singleElement().asString().contains("postgresql." + key + ": is not known and is ignored");
    }

    private static ConfigResult with(String key, String value) {
        var findings = new Findings();
        var over = Trees.only(key, YamlReader.fragment("row", value, findings));
        assertThat(findings.problems()).isEmpty();
        return new ConfigSource(ConfigSource.NO_FILE, Map.of()).checked(Trees.merged(YamlReader.read("base", BASE, findings), over), findings);
    }
}
