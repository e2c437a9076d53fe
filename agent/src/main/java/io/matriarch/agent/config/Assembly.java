package io.matriarch.agent.config;

import io.matriarch.agent.config.PostgresSection.Divergence;
import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.disk.Watermarks;
import io.matriarch.agent.host.DiskShare;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.ReplicaMethods;
import io.matriarch.core.view.Tags;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the typed configuration of an examined tree; every default stands here.
///
/// One section a method, so it is as long as there are sections.
final class Assembly {
    private static final int REST_PORT = 8008;
    private static final int POSTGRES_PORT = 5432;
    private final Settings from;
    private final Map<String, String> environment;

    private Assembly(Settings from, Map<String, String> environment) {
        this.from = from;
        this.environment = environment;
    }

    static AgentConfig of(Mapping tree, Map<String, String> environment) {
        return new Assembly(new Settings(tree), environment).config();
    }

    private AgentConfig config() {
        var rest = rest();
        var postgres = postgres();
        return new AgentConfig(node(rest, postgres), namespace(), rest, ctl(rest.tls()), etcd(), postgres, log(), watchdog(), own(postgres), from);
    }

    private String namespace() {
        return Stream.of(from.text("namespace", "service").split("/", -1)).filter(s -> !s.isEmpty()).collect(Collectors.joining("/"));
    }

    private NodeConfig node(RestSection rest, PostgresSection postgres) {
        var tags = from.document("tags");
        var proxy = postgres.proxyAddress().isEmpty() ? Document.EMPTY
                : Document.EMPTY.with("proxy_url", "postgres://" + postgres.proxyAddress() + "/" + postgres.database());
        var published = PublishedTags.of(tags);
        var member = new Document(proxy.fields()).with("conn_url", postgres.connUrl()).with("api_url", rest.apiUrl()).with("version", AgentConfig.CONTRACT_VERSION);
        return new NodeConfig(new MemberName(from.text("name", "")), from.text("scope", ""), Tags.of(tags), from.has("bootstrap"),
                from.document("bootstrap.dcs"), published.fields().isEmpty() ? member : member.with("tags", published.fields()),
                postgres.divergence().rewind(), Duration.ofMillis(from.number("matriarch.peer_patience", 1000)), ReplicaMethods.said(from.document("postgresql")));
    }

    private RestSection rest() {
        var listen = Listen.of(from.text("restapi.listen", ""), REST_PORT);
        return new RestSection(listen, connect("restapi", listen), from.text("restapi.authentication.username", ""),
                from.secret("restapi.authentication.password"), tls("restapi", "cafile", "certfile", "keyfile", "keyfile_password"),
                word("restapi.verify_client", RestSection.VerifyClient.NONE), from.text("restapi.ciphers", ""), from.texts("restapi.allowlist"),
                from.truth("restapi.allowlist_include_members", false), from.words("restapi.http_extra_headers"),
                from.words("restapi.https_extra_headers"), word("restapi.server_tokens", RestSection.ServerTokens.ORIGINAL));
    }

    /// A key goes with its certificate.
    private CtlSection ctl(TlsFiles server) {
        var given = tls("ctl", "cacert", "certfile", "keyfile", "keyfile_password");
        var usable = given.certified() ? given : server;
        var authorities = given.authorities().isEmpty() ? server.authorities() : given.authorities();
        return new CtlSection(new TlsFiles(authorities, usable.certificate(), usable.key(), usable.keyPassword()), from.truth("ctl.insecure", false),
                from.text("ctl.authentication.username", ""), from.secret("ctl.authentication.password"));
    }

    private HostPort connect(String section, Listen listen) {
        return from.has(section + ".connect_address") ? HostPort.of(from.text(section + ".connect_address", ""), listen.port()) : listen.first();
    }

    private TlsFiles tls(String section, String authorities, String certificate, String key, String password) {
        return new TlsFiles(from.text(section + "." + authorities, ""), from.text(section + "." + certificate, ""),
                from.text(section + "." + key, ""), password.isEmpty() ? Secret.NONE : from.secret(section + "." + password));
    }

    private EtcdSection etcd() {
        var port = (int) from.number("etcd3.port", 0);
        var protocol = from.text("etcd3.protocol", "http").toLowerCase(Locale.ROOT);
        List<URI> endpoints = Stream.of("hosts", "host", "url", "proxy").flatMap(key -> from.texts("etcd3." + key).stream())
                .map(text -> EtcdUrl.of(text, protocol, port)).distinct().toList();
        return new EtcdSection(endpoints, srv(protocol), from.text("etcd3.username", ""), from.secret("etcd3.password"), tls("etcd3", "cacert", "cert", "key", ""));
    }

    /// Beside a proxy DNS is not asked, as in Patroni. A name of DNS may end with a dot.
    private EtcdSection.Srv srv(String protocol) {
        var domain = Stream.of("srv", "discovery_srv", "srv_domain").map(key -> from.text("etcd3." + key, "")).filter(text -> !text.isEmpty()).findFirst().orElse("");
        return new EtcdSection.Srv(from.has("etcd3.proxy") ? "" : domain.replaceFirst("\\.$", ""), from.text("etcd3.srv_suffix", ""), protocol);
    }

    private PostgresSection postgres() {
        var listen = Listen.of(from.text("postgresql.listen", ""), POSTGRES_PORT);
        var data = path("postgresql.data_dir", Path.of(""));
        var superuser = login("superuser", System.getProperty("user.name"));
        return new PostgresSection(listen, connect("postgresql", listen), from.text("postgresql.proxy_address", ""), data,
                path("postgresql.config_dir", data), from.text("postgresql.config_base_name", "postgresql"), programs(),
                from.text("postgresql.database", "postgres"), path("postgresql.pgpass", Path.of(System.getProperty("user.home"), "pgpass")),
                from.text("postgresql.custom_conf", ""), from.truth("postgresql.use_unix_socket", false),
                from.truth("postgresql.use_unix_socket_repl", false), Duration.ofSeconds(from.number("postgresql.pg_ctl_timeout", 60)),
                superuser, login("replication", ""), from.has("postgresql.authentication.rewind.username") ? login("rewind", "") : superuser,
                from.words("postgresql.parameters"), from.words("postgresql.recovery_conf"),
                from.lines(from.has("postgresql.pg_hba") ? "postgresql.pg_hba" : "bootstrap.pg_hba"), from.lines("postgresql.pg_ident"),
                from.options("postgresql.basebackup"), from.options("bootstrap.initdb"), postInit(), method(), divergence(), local());
    }

    private Programs programs() {
        return new Programs(path("postgresql.bin_dir", directoryOnPath()), from.words("postgresql.bin_name"));
    }

    /// Where `postgres` is, by PATH; the empty path, which [Consistency] refuses, when it is nowhere there.
    private Path directoryOnPath() {
        return Stream.of(environment.getOrDefault("PATH", "").split(":", -1)).filter(s -> !s.isEmpty()).map(Path::of)
                .filter(dir -> Files.isExecutable(dir.resolve("postgres"))).findFirst().orElse(Path.of(""));
    }

    private Login login(String who, String otherwise) {
        var at = "postgresql.authentication." + who;
        var words = from.words(at);
        words.keySet().retainAll(Login.CONNECTION_WORDS);
        return new Login(from.text(at + ".username", otherwise), from.secret(at + ".password"), from.secret(at + ".sslpassword"), words);
    }

    private List<String> postInit() {
        var given = from.command("bootstrap.post_bootstrap");
        return given.isEmpty() ? from.command("bootstrap.post_init") : given;
    }

    private PostgresSection.BootstrapMethod method() {
        var name = from.text("bootstrap.method", "initdb");
        return new PostgresSection.BootstrapMethod(name, from.document("bootstrap." + name));
    }

    private Divergence divergence() {
        return new Divergence(inEither("use_pg_rewind"), inEither("remove_data_directory_on_rewind_failure"), inEither("remove_data_directory_on_diverged_timelines"));
    }

    /// The local section wins over the dynamic one, key by key.
    private boolean inEither(String key) {
        return from.truth("postgresql." + key, from.truth("bootstrap.dcs.postgresql." + key, false));
    }

    private Document local() {
        var fields = new java.util.LinkedHashMap<>(from.document("postgresql").fields());
        fields.remove("authentication");
        return new Document(fields);
    }

    private LogSection log() {
        var levels = from.words("log.loggers");
        levels.replaceAll((_, level) -> level.toUpperCase(Locale.ROOT));
        var target = from.has("log.dir") ? new LogSection.Target.Rotated(path("log.dir", Path.of("")), (int) from.number("log.file_num", 4),
                from.number("log.file_size", 25_000_000), from.text("log.mode", "0600")) : new LogSection.Target.StandardError();
        return new LogSection(word("log.type", LogSection.Style.PLAIN), from.text("log.level", "INFO").toUpperCase(Locale.ROOT),
                from.text("log.format", LogSection.DEFAULT_FORMAT), from.text("log.dateformat", ""), from.words("log.static_fields"), target, levels);
    }

    private WatchdogSection watchdog() {
        var mode = switch (from.text("watchdog.mode", "automatic").toLowerCase(Locale.ROOT)) {
            case "off", "false", "disable", "disabled" -> WatchdogSection.Mode.OFF;
            case "require", "required" -> WatchdogSection.Mode.REQUIRED;
            case String _ -> WatchdogSection.Mode.AUTOMATIC;
        };
        var driver = from.text("watchdog.driver", "default").equalsIgnoreCase("testing") ? WatchdogSection.Driver.TESTING : WatchdogSection.Driver.DEFAULT;
        return new WatchdogSection(mode, Path.of(from.text("watchdog.device", "/dev/watchdog")), driver, Duration.ofSeconds(from.number("watchdog.safety_margin", 5)));
    }

    private OwnSection own(PostgresSection postgres) {
        var data = postgres.dataDirectory();
        return new OwnSection(path("matriarch.state_dir", data.resolveSibling(data.getFileName() + ".matriarch")),
                from.number("matriarch.journal_size", 10_000_000), (int) from.number("matriarch.journal_files", 4),
                DiskShare.of(from.text("matriarch.set_aside_limit", "20%")), from.truth("matriarch.rewind_unsaved", false),
                DiskShare.of(from.text("matriarch.rebuild_keep_free", "64MB")), Duration.ofSeconds(from.number("matriarch.rebuild_patience", 600)),
                new Watermarks(DiskShare.of(from.text("matriarch.disk_low", "10%")), DiskShare.of(from.text("matriarch.wal_high", "50%"))),
                new OwnSection.Scripts(Duration.ofSeconds(from.number("matriarch.callback_timeout", 3600)), Duration.ofSeconds(from.number("matriarch.pre_promote_timeout", 60)),
                        Duration.ofSeconds(from.number("matriarch.before_stop_timeout", 30))));
    }

    private Path path(String key, Path otherwise) {
        return from.has(key) ? Path.of(from.text(key, "")).toAbsolutePath().normalize() : otherwise;
    }

    private <E extends Enum<E>> E word(String path, E otherwise) {
        return from.has(path) ? Enum.valueOf(otherwise.getDeclaringClass(), from.text(path, "").toUpperCase(Locale.ROOT)) : otherwise;
    }
}
