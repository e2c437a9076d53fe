package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever can write into etcd says where members are: what is no host leads nowhere.
class EndpointTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "postgres://10.0.0.7:5433/postgres | 10.0.0.7 | 5433",
        "postgresql://db-1.fra_a.example./x?sslmode=require | db-1.fra_a.example. | 5432",
        "postgres://user:pa@node1:6000 | node1 | 6000",
        "postgres://[fd00::11]:5432/postgres | fd00::11 | 5432",
        "postgres://[fe80::1%eth0.7]/ | fe80::1%eth0.7 | 5432",
        "postgres://far,further:5432/postgres | far,further | 5432",
        "postgres://[fd00::1,fd00::2]:5432/postgres | fd00::1,fd00::2 | 5432",
    })
    void a_place(String url, String host, int port) {
        assertThat(Endpoint.ofUrl(url)).isEqualTo(new Endpoint(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "postgres://", "http://x:1", "postgres://evil?sslmode=disable&x=:5432/postgres", "postgres://[evil?sslmode=disable&x=]:5432/", "postgres://[::1]x:5432", "postgres://evil#x:5432",
        "postgres://evil;x=y:5432", "postgres://a b:5432", "postgres://a\n:5432", "postgres://a,:5432", "postgres://,a:5432", "postgres://[fd00::1/x]:1/", "postgres://evil%3Fx:5432", "postgres://x:65536/", "postgres://x:99999", "postgres://\\evil:5432"})
    void nowhere(String url) {
        assertThat(Endpoint.ofUrl(url)).isEqualTo(Endpoint.NOWHERE);
    }

    @Test
    void a_remote_whose_host_is_none_is_nowhere() {
        var config = new Document(Map.of("standby_cluster", Map.of("host", "far?sslmode=disable", "restore_command", "x")));
        assertThat(StandbyCluster.of(config)).isEqualTo(new StandbyCluster.Following(Endpoint.NOWHERE, ""));
    }
}
