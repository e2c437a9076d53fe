package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A copy by a method that needs no leader: when one is made, and that it leads like any other standby.
class RestoringTest {
    private static final Map<String, Object> WAL_G = Map.of("create_replica_methods", List.of("basebackup", "wal_g"), "wal_g", Map.of("no_leader", true));

    /// c has no data, nobody leads, and nobody answers.
    private static GivenWorld empty() {
        return cluster("a", "b", "c").lockAbsent().at("c").postgres(PostgresState.NO_DATA).methods(WAL_G).peerSilent("a").peerSilent("b");
    }

    @Test
    void a_member_without_data_is_restored_where_nobody_leads() {
        var config = empty().world().config();
        empty().decides().byRule("free.restore").taking(Stance.RESTORE)
                .planning(new Action.RunJob(JobKind.CLONE, List.of(new Step.Restore(config), new Step.StartStandby(Upstream.NOBODY, config))));
        empty().postgres(new PostgresState.HalfDone("clone")).decides().byRule("free.restore");
        empty().released().decides().byRule("free.restore");
    }

    @Test
    void only_by_a_method_that_needs_no_leader() {
        empty().methods(Map.of()).decides().byRule("free.wait-for-a-leader").holding();
        empty().methods(Map.of("create_replica_methods", List.of("wal_g"), "wal_g", Map.of())).decides().byRule("free.wait-for-a-leader");
        empty().methods(Map.of("create_replica_methods", List.of("basebackup"), "basebackup", Map.of("no_leader", true))).decides().byRule("free.wait-for-a-leader");
        empty().methods(Map.of("create_replica_methods", List.of("basebackup"), "wal_g", Map.of("no_leader", true))).decides().byRule("free.wait-for-a-leader");
        empty().methods(Map.of("create_replica_method", "basebackup, wal_g", "wal_g", Map.of("no_master", "1"))).decides().byRule("free.restore");
    }

    @Test
    void the_dynamic_configuration_may_name_it_and_the_local_one_wins() {
        empty().methods(Map.of()).config("postgresql", WAL_G).decides().byRule("free.restore");
        empty().methods(Map.of("create_replica_methods", List.of("basebackup"))).config("postgresql", WAL_G).decides().byRule("free.wait-for-a-leader");
        empty().methods(Map.of("wal_g", Map.of())).config("postgresql", WAL_G).decides().byRule("free.wait-for-a-leader");
    }

    @Test
    void a_leader_is_waited_for_first_for_as_long_as_an_election_takes() {
        empty().heartbeatSeen(Duration.ofSeconds(19)).decides().byRule("free.wait-for-a-leader").holding();
        empty().heartbeatSeen(Duration.ofMillis(20_010)).decides().byRule("free.restore");
    }

    @Test
    void whom_the_sync_key_names_waits_for_others_count_on_what_it_had() {
        empty().config("synchronous_mode", "quorum").sync("a", 0, "b", "c").decides().byRule("free.wait-for-a-leader").holding();
        empty().config("synchronous_mode", "quorum").sync("a", 0, "C").decides().byRule("free.wait-for-a-leader");
        empty().config("synchronous_mode", true).sync("c", 0, "b").decides().byRule("free.wait-for-a-leader").holding();
        empty().config("synchronous_mode", "quorum").sync("a", 0, "b").decides().byRule("free.restore");
    }

    @Test
    void not_where_etcd_does_not_say_how_far_the_cluster_was() {
        empty().optime(lsn(0)).decides().byRule("free.wait-for-a-leader").holding();
        empty().setBack().decides().byRule("free.wait-for-a-leader").holding();
        empty().wiped().decides().byRule("free.wait-for-a-leader");
        empty().initialize(GivenWorld.FOUNDING).decides().byRule("free.wait-for-a-leader");
    }

    @Test
    void not_in_a_standby_cluster_that_has_somebody_to_copy() {
        empty().standbyCluster().decides().byRule("free.wait-for-a-leader");
    }

    private static final Map<String, Object> ARCHIVE = Map.of("restore_command", "cp /archive/%f %p", "create_replica_methods", List.of("wal_g"));

    @Test
    void in_a_standby_cluster_without_a_host_its_section_names_the_methods() {
        var config = empty().config("standby_cluster", ARCHIVE);
        config.optime(lsn(0)).decides().byRule("free.restore").running(JobKind.CLONE);
        empty().config("standby_cluster", Map.of("restore_command", "cp /archive/%f %p")).decides().byRule("free.wait-for-a-leader");
    }

    @Test
    void such_a_cluster_can_be_founded() {
        var world = empty().notInitialized().config("standby_cluster", ARCHIVE);
        world.decides().byRule("free.initialize").planning(new Action.RunJob(JobKind.BOOTSTRAP, List.of(new Step.Restore(world.world().config()))));
        empty().notInitialized().config("standby_cluster", Map.of("restore_command", "cp /archive/%f %p")).decides().byRule("free.nothing-to-found-with").holding();
    }

    @Test
    void what_fails_is_tried_again_after_a_pause() {
        empty().rebuildFailed(JobKind.CLONE, "", 1, Duration.ofMillis(2900)).decides().byRule("free.rebuild-pauses").holding();
        empty().rebuildFailed(JobKind.CLONE, "", 1, Duration.ofMillis(3100)).decides().byRule("free.restore");
        empty().rebuildFailed(JobKind.CLONE, "", 5, Duration.ofSeconds(40)).decides().byRule("free.rebuild-pauses");
        empty().rebuildFailed(JobKind.CLONE, "a", 5, Duration.ofSeconds(40)).decides().byRule("free.restore");
    }

    @Test
    void what_was_restored_leads_by_the_rules_of_every_standby() {
        var restored = cluster("a", "b", "c").lockAbsent().at("c").peerSilent("a").peerSilent("b").methods(WAL_G).standby(lsn(1000)).jobEnded(JobKind.CLONE, true, Duration.ZERO);
        restored.decides().byRule("free.furthest-races");
        restored.optime(lsn(1001 + (1 << 20))).decides().byRule("free.lags-too-much").holding();
        restored.clusterOnTimeline(2).decides().byRule("free.older-timeline").holding();
        restored.clusterOnTimeline(1).optime(lsn(1000)).config("synchronous_mode", "quorum").sync("a", 0, "b").decides().byRule("free.not-synchronous").holding();
        restored.request(new OperatorRequest.Failover(restored.world().me(), 100)).decides().byRule("free.furthest-races");
    }

    @Test
    void where_somebody_leads_he_is_copied() {
        cluster("a", "b", "c").at("c").postgres(PostgresState.NO_DATA).methods(WAL_G).decides().byRule("others.clone");
    }
}
