package io.matriarch.core.ha.facet;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.GivenWorld;
import org.junit.jupiter.api.Test;

/// What a member says of itself, in Patroni's words.
class MemberKeyTest {
    private static GivenWorld standby() {
        return cluster("a", "b").lockHeldBy("a").at("b").standby(lsn(1000));
    }

    private static String replicationState(GivenWorld given) {
        return MemberKey.document(given.world()).text("replication_state", "absent");
    }

    @Test
    void a_standby_says_where_its_wal_comes_from() {
        assertThat(replicationState(standby())).isEqualTo("streaming");
        assertThat(replicationState(standby().archive())).isEqualTo("streaming");
        assertThat(replicationState(standby().notStreaming())).isEqualTo("absent");
        assertThat(replicationState(standby().notStreaming().archive())).isEqualTo("in archive recovery");
    }

    @Test
    void a_primary_with_a_restore_command_says_nothing_of_it() {
        assertThat(replicationState(cluster("a", "b").lockHeldBy("a").at("a").primary(lsn(1000)).archive())).isEqualTo("absent");
    }
}
