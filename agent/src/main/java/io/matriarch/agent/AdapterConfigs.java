package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.EtcdSection;
import io.matriarch.agent.config.HostPort;
import io.matriarch.agent.config.Login;
import io.matriarch.agent.config.OwnSection;
import io.matriarch.agent.config.PostgresSection;
import io.matriarch.agent.config.RestSection;
import io.matriarch.agent.config.Secret;
import io.matriarch.agent.config.TlsFiles;
import io.matriarch.agent.host.Watchdog;
import io.matriarch.agent.postgres.Credentials;
import io.matriarch.agent.postgres.OwnMethod;
import io.matriarch.agent.postgres.Password;
import io.matriarch.agent.postgres.PostgresConfig;
import io.matriarch.core.view.Endpoint;
import io.matriarch.dcs.EtcdConfig;
import io.matriarch.rest.PeersHttp;
import io.matriarch.rest.RestConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The operator's configuration in the words of each adapter.
final class AdapterConfigs {
    private AdapterConfigs() {}

    static RestConfig rest(AgentConfig config) {
        var rest = config.rest();
        return new RestConfig(rest.listen().hosts().getFirst(), rest.listen().port(), AgentConfig.CONTRACT_VERSION, access(rest.username(), rest.password()), tls(rest), RestConfig.Limits.DEFAULT,
                new RestConfig.Allowed(rest.allowlist(), rest.allowlistIncludesMembers()), headers(rest));
    }

    /// What the operator says over what he chose of ours, and https' own over both.
    private static Map<String, String> headers(RestSection rest) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        switch (rest.serverTokens()) {
            case ORIGINAL -> {}
            case PRODUCTONLY -> headers.put("Server", "Patroni");
            case MINIMAL -> headers.put("Server", "Patroni/" + AgentConfig.CONTRACT_VERSION);
        }
        headers.putAll(rest.headers());
        if (rest.tls().certified()) headers.putAll(rest.tlsHeaders());
        return headers;
    }

    static PeersHttp.Identity identity(AgentConfig config) {
        var files = config.ctl().tls();
        return files.certified() ? new PeersHttp.Identity.Certificate(Path.of(files.certificate()), Path.of(files.keyFile()), password(files)) : PeersHttp.Identity.ANONYMOUS;
    }

    /// What peers ask for: what was given for that, or what this node asks for itself.
    static RestConfig.Access accessToPeers(AgentConfig config) {
        var own = config.rest();
        var given = config.ctl();
        return given.username().isEmpty() ? access(own.username(), own.password()) : access(given.username(), given.password());
    }

    private static RestConfig.Access access(String username, Secret password) {
        return username.isEmpty() ? RestConfig.Access.OPEN : new RestConfig.Access.Basic(username, password.reveal());
    }

    private static RestConfig.KeyPassword password(TlsFiles files) {
        return new RestConfig.KeyPassword(files.keyPassword().reveal());
    }

    private static RestConfig.Tls tls(RestSection rest) {
        var files = rest.tls();
        return files.certified() ? new RestConfig.Tls.Files(Path.of(files.certificate()), Path.of(files.keyFile()), password(files), rest.ciphers(), clients(rest, files)) : RestConfig.Tls.OFF;
    }

    private static RestConfig.Clients clients(RestSection rest, TlsFiles files) {
        return switch (rest.verifyClient()) {
            case NONE -> RestConfig.Clients.UNCHECKED;
            case OPTIONAL -> new RestConfig.Clients.Optional(Path.of(files.authorities()));
            case REQUIRED -> new RestConfig.Clients.Required(Path.of(files.authorities()));
        };
    }

    static Watchdog.Setting watchdog(AgentConfig config) {
        var watchdog = config.watchdog();
        var mode = switch (watchdog.mode()) {
            case OFF -> Watchdog.Mode.OFF;
            case AUTOMATIC -> Watchdog.Mode.AUTOMATIC;
            case REQUIRED -> Watchdog.Mode.REQUIRED;
        };
        var driver = switch (watchdog.driver()) {
            case DEFAULT -> Watchdog.Driver.DEFAULT;
            case TESTING -> Watchdog.Driver.TESTING;
        };
        return new Watchdog.Setting(mode, watchdog.device(), driver, watchdog.safetyMargin());
    }

    static EtcdConfig etcd(AgentConfig config) {
        var etcd = config.etcd();
        var credentials = etcd.username().isEmpty() ? EtcdConfig.Credentials.ANONYMOUS : new EtcdConfig.Credentials.Password(etcd.username(), etcd.password().reveal());
        var tls = new EtcdConfig.Tls.On(trust(etcd.tls()), identity(etcd.tls()));
        var clear = etcd.asksForTls() ? EtcdConfig.Srv.Clear.REFUSED : EtcdConfig.Srv.Clear.PERMITTED;
        var srv = etcd.srv().given() ? new EtcdConfig.Srv.Domain(etcd.srv().domain(), etcd.srv().suffix(), tls, clear) : EtcdConfig.Srv.NOT_ASKED;
        return new EtcdConfig(etcd.endpoints().stream().map(AdapterConfigs::endpoint).toList(), srv, config.namespace(), config.node().scope(), credentials,
                etcd.secured() ? tls : EtcdConfig.Tls.OFF);
    }

    private static Endpoint endpoint(URI uri) {
        return endpoint(EtcdSection.address(uri));
    }

    private static EtcdConfig.Trust trust(TlsFiles files) {
        return files.authorities().isEmpty() ? EtcdConfig.Trust.PLATFORM : new EtcdConfig.Trust.Authority(Path.of(files.authorities()));
    }

    private static EtcdConfig.Identity identity(TlsFiles files) {
        return files.certified() ? new EtcdConfig.Identity.Certificate(Path.of(files.certificate()), Path.of(files.keyFile())) : EtcdConfig.Identity.NONE;
    }

    /// `guardian` is the program matriarch-guardian; `environment` the agent's own.
    static PostgresConfig postgres(AgentConfig config, Path guardian, Map<String, String> environment) {
        var local = config.postgres();
        var bootstrap = new PostgresConfig.Bootstrap(local.initdb(), local.hba(), local.postInit(), way(local.method()));
        return new PostgresConfig(config.node().name(), config.node().scope(), local.listen().hosts(), local.listen().port(), endpoint(local.connectAddress()),
                local.dataDirectory(), local.configDirectory(), local.programs().directory(), local.programs().names(), local.database(), local.pgpass(),
                credentials(local.superuser()), credentials(local.replication()), credentials(local.rewind()), local.local(), bootstrap, guardian, environment,
                new PostgresConfig.Rebuilding(config.own().setAsideLimit(), config.own().rewindUnsaved(), config.own().rebuildKeepFree(), config.own().rebuildPatience(), config.own().watermarks()), patience(config.own().scripts()));
    }

    private static PostgresConfig.Way way(PostgresSection.BootstrapMethod method) {
        return method.initdb() ? PostgresConfig.Way.INITDB : new PostgresConfig.Way.Own(new OwnMethod(method.name(), method.section()));
    }

    private static PostgresConfig.Patience patience(OwnSection.Scripts scripts) {
        return new PostgresConfig.Patience(scripts.callback(), scripts.prePromote(), scripts.beforeStop());
    }

    private static Endpoint endpoint(HostPort address) {
        return new Endpoint(address.host(), address.port());
    }

    private static Credentials credentials(Login login) {
        var options = new TreeMap<>(login.connection());
        if (login.keyPassword().given()) options.put("sslpassword", login.keyPassword().reveal());
        return new Credentials(login.username(), new Password(login.password().reveal()), options);
    }
}
