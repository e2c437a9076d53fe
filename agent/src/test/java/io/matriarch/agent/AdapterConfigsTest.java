package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.core.view.Endpoint;
import io.matriarch.dcs.EtcdConfig;
import io.matriarch.rest.RestConfig;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"Original,''", "original,''", "ProductOnly,Patroni", "productonly,Patroni", "Minimal,Patroni/4.1.4", "minimal,Patroni/4.1.4"})
    void the_words_of_server_tokens(String word, String header) throws URISyntaxException {
        var headers = AdapterConfigs.rest(read("minimal.yml", Map.of("PATRONI_RESTAPI_SERVER_TOKENS", word))).headers();
        assertThat(headers).isEqualTo(header.isEmpty() ? Map.of() : Map.of("Server", header));
    }

    @Test
    void a_header_of_the_operator_counts_before_the_word_of_server_tokens_and_https_has_its_own() throws URISyntaxException {
        var own = Map.of("PATRONI_RESTAPI_SERVER_TOKENS", "ProductOnly", "PATRONI_RESTAPI_HTTP_EXTRA_HEADERS", "server: mine, X-A: plain", "PATRONI_RESTAPI_HTTPS_EXTRA_HEADERS", "X-A: secured");
        assertThat(AdapterConfigs.rest(read("minimal.yml", own)).headers()).containsExactlyInAnyOrderEntriesOf(Map.of("Server", "mine", "X-A", "plain"));
        var secured = new TreeMap<>(own);
        secured.putAll(Map.of("PATRONI_RESTAPI_CERTFILE", "/etc/pki/node.pem", "PATRONI_RESTAPI_KEYFILE", "/etc/pki/node.key"));
        assertThat(AdapterConfigs.rest(read("minimal.yml", secured)).headers()).containsEntry("X-A", "secured");
    }

    @Test
    void the_members_may_be_left_to_dns() throws URISyntaxException {
        var etcd = AdapterConfigs.etcd(good("srv.yml"));
        assertThat(etcd.endpoints()).isEmpty();
        assertThat(etcd.srv()).isEqualTo(new EtcdConfig.Srv.Domain("herd.example.com", "red-1", new EtcdConfig.Tls.On(new EtcdConfig.Trust.Authority(Path.of("/etc/pki/ca.pem")), EtcdConfig.Identity.NONE),
                EtcdConfig.Srv.Clear.REFUSED));
        assertThat(etcd.tls()).isEqualTo(EtcdConfig.Tls.OFF);
        assertThat(AdapterConfigs.etcd(good("production.yml")).srv()).isEqualTo(EtcdConfig.Srv.NOT_ASKED);
    }

    /// What is in the file for TLS says that nothing goes in clear; with nothing of it, the name that DNS has says how.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"srv: herd.test | PERMITTED", "srv: herd.test, protocol: https | REFUSED", "srv: herd.test, cacert: /ca.pem | REFUSED", "srv: herd.test, cert: /c.pem, key: /k.pem | REFUSED",
        "srv: herd.test, hosts: 'https://etcd1' | REFUSED", "srv: herd.test, hosts: 'http://etcd1' | PERMITTED"})
    void members_that_dns_names_are_not_spoken_to_in_clear_where_tls_is_asked_for(String section, EtcdConfig.Srv.Clear clear, @TempDir Path directory) throws Exception {
        var minimal = Files.readString(Path.of(AdapterConfigsTest.class.getResource("/config/good/minimal.yml").toURI()));
        var file = Files.writeString(directory.resolve("node.yml"), minimal.replace("host: 127.0.0.1", section));
        assertThat(AdapterConfigs.etcd(read(file, Map.of())).srv()).isInstanceOfSatisfying(EtcdConfig.Srv.Domain.class, domain -> assertThat(domain.clear()).isEqualTo(clear));
    }

    private static AgentConfig good(String name) throws URISyntaxException {
        return read(name, Map.of());
    }

    private static AgentConfig read(String name, Map<String, String> environment) throws URISyntaxException {
        return read(Path.of(AdapterConfigsTest.class.getResource("/config/good/" + name).toURI()), environment);
    }

    private static AgentConfig read(Path file, Map<String, String> environment) {
        return switch (new ConfigSource(file, environment).read()) {
            case ConfigResult.Loaded(var config, var _) -> config;
            case ConfigResult.Rejected(var problems, var _) -> throw new AssertionError(problems.toString());
        };
    }
}
