package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.core.view.Endpoint;
import io.matriarch.dcs.EtcdConfig;
import io.matriarch.rest.RestConfig;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterConfigsTest {
    @Test
    void a_production_file_reaches_every_adapter() throws URISyntaxException {
        var config = good("production.yml");
        var rest = AdapterConfigs.rest(config);
        assertThat(rest.host()).isEqualTo("fd00::11");
        assertThat(rest.access()).isEqualTo(new RestConfig.Access.Basic("operator", "p@ss: #1"));
        assertThat(rest.tls()).isEqualTo(new RestConfig.Tls.Files(Path.of("/etc/pki/node.pem"), Path.of("/etc/pki/node.key"), new RestConfig.Clients.Optional(Path.of("/etc/pki/ca.pem"))));
        var etcd = AdapterConfigs.etcd(config);
        assertThat(etcd.endpoints()).containsExactly(new Endpoint("etcd1.fra", 2379), new Endpoint("etcd2.fra", 2379), new Endpoint("etcd3.fra", 2379));
        assertThat(etcd.namespace()).isEqualTo("db/prod");
        assertThat(etcd.tls()).isEqualTo(new EtcdConfig.Tls.On(new EtcdConfig.Trust.Authority(Path.of("/etc/pki/ca.pem")),
                new EtcdConfig.Identity.Certificate(Path.of("/etc/pki/etcd.pem"), Path.of("/etc/pki/etcd.key"))));
        var postgres = AdapterConfigs.postgres(config, Path.of("/usr/lib/matriarch-guardian"), Map.of());
        assertThat(postgres.connectAddress()).isEqualTo(new Endpoint("orders-1.fra", 5432));
        assertThat(postgres.replication().options()).containsEntry("sslpassword", "keypass").containsEntry("sslmode", "verify-full");
        assertThat(postgres.bootstrap().initdb()).contains("encoding=UTF8", "data-checksums");
        assertThat(postgres.section().fields()).containsKeys("pg_hba", "basebackup", "recovery_conf").doesNotContainKey("authentication");
    }

    @Test
    void the_members_may_be_left_to_dns() throws URISyntaxException {
        var etcd = AdapterConfigs.etcd(good("srv.yml"));
        assertThat(etcd.endpoints()).isEmpty();
        assertThat(etcd.srv()).isEqualTo(new EtcdConfig.Srv.Domain("herd.example.com", "red-1", new EtcdConfig.Tls.On(new EtcdConfig.Trust.Authority(Path.of("/etc/pki/ca.pem")), EtcdConfig.Identity.NONE)));
        assertThat(etcd.tls()).isEqualTo(EtcdConfig.Tls.OFF);
        assertThat(AdapterConfigs.etcd(good("production.yml")).srv()).isEqualTo(EtcdConfig.Srv.NOT_ASKED);
    }

    private static AgentConfig good(String name) throws URISyntaxException {
        var file = Path.of(AdapterConfigsTest.class.getResource("/config/good/" + name).toURI());
        return switch (new ConfigSource(file, Map.of()).read()) {
            case ConfigResult.Loaded(var config, var _) -> config;
            case ConfigResult.Rejected(var problems, var _) -> throw new AssertionError(problems.toString());
        };
    }
}
