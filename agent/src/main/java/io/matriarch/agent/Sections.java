package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.EtcdSection;
import io.matriarch.agent.config.Login;
import io.matriarch.agent.config.PostgresSection;
import io.matriarch.agent.config.RestSection;
import io.matriarch.agent.config.Secret;
import io.matriarch.agent.config.TlsFiles;
import io.matriarch.agent.postgres.Credentials;
import io.matriarch.agent.postgres.Password;
import io.matriarch.agent.postgres.PostgresConfig;
import io.matriarch.core.view.Endpoint;
import io.matriarch.dcs.EtcdConfig;
import io.matriarch.rest.RestConfig;
import io.matriarch.rest.RestConfig.Clients;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sections of the configuration in the words of the adapters. Nothing is decided or checked here.
final class Sections {
    private Sections() {}

    static PostgresConfig postgres(AgentConfig config, Map<String, String> environment) {
        var p = config.postgres();
        return new PostgresConfig(config.node().name(), config.node().scope(), p.listen().hosts(), p.listen().port(),
                new Endpoint(p.connectAddress().host(), p.connectAddress().port()), p.dataDirectory(), p.configDirectory(),
                p.programs().directory(), p.programs().names(), p.database(), p.pgpass(), credentials(p.superuser()), credentials(p.replication()),
                credentials(p.rewind()), p.local(), bootstrap(p), guardian(), environment);
    }

    private static PostgresConfig.Bootstrap bootstrap(PostgresSection p) {
        return new PostgresConfig.Bootstrap(p.initdb(), p.hba(), p.postInit());
    }

    private static Credentials credentials(Login login) {
        var words = new HashMap<>(login.connection());
        if (login.keyPassword().given()) words.put("sslpassword", login.keyPassword().reveal());
        return new Credentials(login.username(), new Password(login.password().reveal()), words);
    }

    /// Beside the jars when installed, where the build put it in the source tree.
    private static Path guardian() {
        var home = Path.of(System.getProperty("matriarch.home", ".")).toAbsolutePath();
        return List.of(home.resolve("lib/matriarch-guardian"), home.resolve("agent/target/matriarch-guardian")).stream()
                .filter(Files::isExecutable).findFirst().orElse(home.resolve("lib/matriarch-guardian"));
    }

    static EtcdConfig etcd(AgentConfig config) {
        var e = config.etcd();
        var endpoints = e.endpoints().stream().map(uri -> new Endpoint(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort() < 0 ? 2379 : uri.getPort())).toList();
        return new EtcdConfig(endpoints, config.namespace(), config.node().scope(), login(e.username(), e.password()), tls(e));
    }

    private static EtcdConfig.Credentials login(String user, Secret password) {
        return user.isEmpty() ? EtcdConfig.Credentials.ANONYMOUS : new EtcdConfig.Credentials.Password(user, password.reveal());
    }

    private static EtcdConfig.Tls tls(EtcdSection e) {
        if (e.endpoints().stream().map(URI::getScheme).noneMatch("https"::equals)) return EtcdConfig.Tls.OFF;
        var trust = e.tls().authorities().isEmpty() ? EtcdConfig.Trust.PLATFORM : new EtcdConfig.Trust.Authority(Path.of(e.tls().authorities()));
        var identity = e.tls().certified() ? new EtcdConfig.Identity.Certificate(Path.of(e.tls().certificate()), Path.of(e.tls().keyFile()))
                : EtcdConfig.Identity.NONE;
        return new EtcdConfig.Tls.On(trust, identity);
    }

    static RestConfig rest(AgentConfig config) {
        var r = config.rest();
        var access = r.username().isEmpty() ? RestConfig.Access.OPEN : new RestConfig.Access.Basic(r.username(), r.password().reveal());
        return new RestConfig(r.listen().hosts().getFirst(), r.listen().port(), AgentConfig.CONTRACT_VERSION, access, tls(r), RestConfig.Limits.DEFAULT);
    }

    private static RestConfig.Tls tls(RestSection r) {
        return r.tls().certified() ? new RestConfig.Tls.Files(Path.of(r.tls().certificate()), Path.of(r.tls().keyFile()), clients(r, r.tls())) : RestConfig.Tls.OFF;
    }

    private static Clients clients(RestSection r, TlsFiles tls) {
        return switch (r.verifyClient()) {
            case NONE -> Clients.UNCHECKED;
            case OPTIONAL -> new Clients.Optional(Path.of(tls.authorities()));
            case REQUIRED -> new Clients.Required(Path.of(tls.authorities()));
        };
    }
}
