package io.matriarch.agent.config;

import io.matriarch.agent.postgres.Options;
import io.matriarch.core.view.ScriptCommand;
import io.matriarch.core.view.Timing;
import io.matriarch.rest.Ciphers;
import io.matriarch.rest.Network;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What concerns several keys at once. Reads the configuration only, not the machine.
///
/// Longer than most, for it is one list of checks.
final class Consistency {
    private static final Set<String> OF_HTTP = Set.of("content-length", "transfer-encoding", "connection", "content-type");
    private static final Set<String> INITDB_OWN = Set.of("pgdata", "nosync", "pwfile", "sync-only", "version");
    private static final Set<String> BASEBACKUP_OWN = Set.of("pgdata", "format", "wal-method", "xlog-method", "gzip", "version", "dbname", "host",
            "port", "username", "password", "compress");
    private static final String DOMAIN = "[\\w-]{1,63}(\\.[\\w-]{1,63})*";
    private final AgentConfig config;
    private final Findings findings;

    private Consistency(AgentConfig config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    static void check(AgentConfig config, Findings findings) {
        var check = new Consistency(config, findings);
        check.timing();
        check.addresses();
        check.directories();
        check.credentials();
        check.options("bootstrap.initdb", config.postgres().initdb(), INITDB_OWN);
        check.options("postgresql.basebackup", config.postgres().basebackup(), BASEBACKUP_OWN);
        check.rewind();
        check.methods();
    }

    private void timing() {
        Timing.of(config.node().bootstrap()).problems().forEach(why -> problem("bootstrap.dcs", why));
    }

    private void addresses() {
        if (config.etcd().endpoints().isEmpty() && !config.etcd().srv().given()) problem("etcd3.hosts", "is missing; it must be a list of the etcd members: host:port");
        discovery(config.etcd().srv());
        if (config.etcd().endpoints().stream().map(URI::getScheme).distinct().count() > 1) problem("etcd3.hosts", "mixes http and https; all members must speak the same");
        config.etcd().endpoints().forEach(this::certifiable);
        connectable("restapi", config.rest().connectAddress());
        connectable("postgresql", config.postgres().connectAddress());
        var rest = config.rest().listen();
        var postgres = config.postgres().listen();
        if (rest.port() == postgres.port() && overlap(rest, postgres))
            problem("restapi.listen", "uses the same port as postgresql.listen, " + rest.port() + "; give it another one");
    }

    private void certifiable(URI endpoint) {
        if (endpoint.getScheme().equals("https") && EtcdSection.address(endpoint).host().contains("_"))
            problem("etcd3.hosts", EtcdSection.address(endpoint) + " has a name with an underscore, which Java takes no certificate for; with https name this member by another name, or by its address");
    }

    private void discovery(EtcdSection.Srv srv) {
        if (srv.given() && !srv.domain().matches(DOMAIN)) problem("etcd3.srv", "must be a domain of DNS, such as example.com, without a service, a port or a protocol");
        if (!srv.suffix().matches("[\\w-]*")) problem("etcd3.srv_suffix", "must be letters, digits and hyphens: with red, _etcd-client-red._tcp is asked for");
        if (!srv.suffix().isEmpty() && !srv.given()) problem("etcd3.srv", "is missing; etcd3.srv_suffix needs it");
    }

    private void connectable(String section, HostPort address) {
        if (!address.wildcard()) return;
        var key = section + ".connect_address";
        problem(key, config.settings().has(key) ? address + " is every interface; it must be the address that peers reach this node by"
                : "is missing; it must be the address that peers reach this node by, for " + section + ".listen is every interface");
    }

    private static boolean overlap(Listen a, Listen b) {
        return any(a) || any(b) || a.hosts().stream().anyMatch(b.hosts()::contains);
    }

    private static boolean any(Listen listen) {
        return listen.hosts().stream().anyMatch(host -> new HostPort(host, 0).wildcard());
    }

    private void directories() {
        var data = config.postgres().dataDirectory();
        if (data.getNameCount() == 0)
            problem("postgresql.data_dir", "must be a directory of its own, not " + data);
        if (config.own().stateDirectory().startsWith(data))
            problem("matriarch.state_dir", "must be outside the data directory, which a new base backup replaces");
        if (config.postgres().programs().directory().toString().isEmpty())
            problem("postgresql.bin_dir", "is missing, and no directory of PATH holds postgres; such as /usr/lib/postgresql/17/bin");
    }

    private void credentials() {
        var rest = config.rest();
        together("restapi.authentication.password", !rest.username().isEmpty(), rest.password().given(), "restapi.authentication.username");
        together("restapi.certfile", !rest.tls().key().isEmpty(), rest.tls().certified(), "restapi.keyfile");
        together("restapi.certfile", rest.tls().keyPassword().given(), rest.tls().certified(), "restapi.keyfile_password");
        together("restapi.cafile", rest.verifyClient() != RestSection.VerifyClient.NONE, !rest.tls().authorities().isEmpty(), "restapi.verify_client");
        together("restapi.certfile", rest.verifyClient() != RestSection.VerifyClient.NONE, rest.tls().certified(), "restapi.verify_client");
        together("ctl.authentication.password", !config.ctl().username().isEmpty(), config.ctl().password().given(), "ctl.authentication.username");
        for (var entry : rest.allowlist()) if (entry.contains("/") && Network.of(entry).isEmpty())
            problem("restapi.allowlist", entry + " is no network; write it like 10.0.0.0/8 or fd00::/8, or name an address or a host");
        if (!Ciphers.problem(rest.ciphers()).isEmpty()) problem("restapi.ciphers", Ciphers.problem(rest.ciphers()));
        headers("restapi.http_extra_headers", rest.headers());
        headers("restapi.https_extra_headers", rest.tlsHeaders());
        var etcd = config.etcd();
        if (!etcd.tls().authorities().isEmpty() && !etcd.secured() && !etcd.srv().given())
            problem("etcd3.cacert", "is given, but etcd3.protocol is http, which is in clear; set it to https");
        together("etcd3.password", !etcd.username().isEmpty(), etcd.password().given(), "etcd3.username");
        together("etcd3.username", etcd.password().given(), !etcd.username().isEmpty(), "etcd3.password");
        together("etcd3.key", etcd.tls().certified(), !etcd.tls().keyFile().isEmpty(), "etcd3.cert");
        together("etcd3.cert", !etcd.tls().key().isEmpty(), etcd.tls().certified(), "etcd3.key");
    }

    /// What HTTP would take for the end of the header, or refuse.
    private void headers(String key, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) problem(key, "\"" + name + "\" is no name of a header; use letters, digits and hyphens");
            if (OF_HTTP.contains(name.toLowerCase(Locale.ROOT))) problem(key, name + " belongs to HTTP itself: it says where an answer ends, and what is in it; take it away");
            if (!value.matches("[\\x20-\\x7e\\t]*")) problem(key, name + ": its value must be one line of ASCII");
        });
    }

    private void together(String needed, boolean wanted, boolean given, String by) {
        if (wanted && !given) problem(needed, "is missing; " + by + " needs it");
    }

    private void options(String path, List<String> options, Set<String> own) {
        options.stream().map(option -> option.replaceFirst("^--", "").replaceFirst("=.*", "")).filter(own::contains)
                .forEach(option -> problem(path, "must not hold " + option + ", which the agent sets itself"));
    }

    private void rewind() {
        config.settings().options("postgresql.rewind").stream().filter(option -> !Options.mayRewind(option)).forEach(option ->
                problem("postgresql.rewind", "may hold " + String.join(", ", new TreeSet<>(Options.OF_REWIND)) + " only, not " + Wording.plain(option.replaceFirst("=.*", ""))));
    }

    private void methods() {
        var method = config.postgres().method();
        if (!method.initdb() && !(ScriptCommand.of(method.section().fields().get("command")) instanceof ScriptCommand.Words))
            problem("bootstrap.method", "names %s, but bootstrap.%s.command is missing or cannot be read; it must be a program that makes the data directory".formatted(method.name(), method.name()));
        var lines = config.postgres().hba();
        if (config.settings().has("postgresql.pg_hba") && lines.isEmpty()) problem("postgresql.pg_hba", "is empty: nobody could connect; take it away or give lines");
    }

    private void problem(String path, String cure) {
        findings.problem(nearest(path), path, "", cure);
    }

    /// The place of the key, or of the closest section around it that was written.
    private Place nearest(String path) {
        for (var at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            var found = Trees.at(config.settings().tree(), at).findAny();
            if (found.isPresent()) return found.get().place();
        }
        return new Place(config.settings().tree().place().source(), 0);
    }
}
