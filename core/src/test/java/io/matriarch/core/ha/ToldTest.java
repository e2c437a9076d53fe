package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the operator's scripts hear, look after look.
class ToldTest {
    private static final Duration AGO = Duration.ofSeconds(1);
    private static GivenWorld asStandby() {
        return cluster("a", "b").lockHeldBy("b").at("a").standby(lsn(1000));
    }

    private static GivenWorld asPrimary() {
        return cluster("a", "b").lockHeldBy("a").at("a").primary(lsn(1000));
    }

    private static GivenWorld stopped() {
        return asPrimary().stoppedPrimary(lsn(1000));
    }

    private static List<String> heard(GivenWorld... looks) {
        var told = Told.NOTHING;
        var heard = new ArrayList<String>();
        for (var look : looks) {
            told.news(look.world()).forEach(notice -> heard.add(notice.event().word() + " " + notice.role().word()));
            told = told.after(look.world());
        }
        return heard;
    }

    @Test
    void a_server_that_is_found_running_has_started_and_is_told_once() {
        assertThat(heard(asStandby(), asStandby())).containsExactly("on_start replica");
        assertThat(heard(stopped(), asPrimary(), asPrimary())).containsExactly("on_start primary");
    }

    @Test
    void a_promotion_is_told_when_it_is_done() {
        assertThat(heard(asStandby(), asStandby().job(JobKind.PROMOTE), asPrimary().job(JobKind.PROMOTE), asPrimary().jobEnded(JobKind.PROMOTE, true, AGO)))
                .containsExactly("on_start replica", "on_role_change primary");
    }

    @Test
    void a_demotion_is_a_stop_and_a_new_role_and_no_start() {
        assertThat(heard(asPrimary(), asPrimary().job(JobKind.STOP), stopped().jobEnded(JobKind.STOP, true, AGO), stopped().job(JobKind.START_STANDBY), asStandby().jobEnded(JobKind.START_STANDBY, true, AGO)))
                .containsExactly("on_start primary", "on_stop primary", "on_role_change replica");
    }

    @Test
    void a_crash_is_a_stop_too_and_coming_back_a_start() {
        assertThat(heard(asPrimary(), asPrimary().crashedPrimary(), asPrimary().jobEnded(JobKind.START_PRIMARY, true, AGO))).containsExactly("on_start primary", "on_stop primary", "on_start primary");
    }

    @Test
    void a_restart_is_told_alone() {
        assertThat(heard(asPrimary(), stopped().job(JobKind.RESTART), asPrimary().job(JobKind.RESTART), asPrimary().jobEnded(JobKind.RESTART, true, AGO), asPrimary().jobEnded(JobKind.RESTART, true, AGO)))
                .containsExactly("on_start primary", "on_restart primary");
        assertThat(heard(asPrimary(), stopped().job(JobKind.RESTART), stopped().jobEnded(JobKind.RESTART, false, AGO))).as("it failed").containsExactly("on_start primary", "on_stop primary");
        assertThat(heard(asPrimary(), asStandby().jobEnded(JobKind.RESTART, true, AGO))).as("into another role").containsExactly("on_start primary", "on_role_change replica");
    }

    @Test
    void a_restart_is_told_when_the_server_answers_though_it_did_not_at_first() {
        for (var first : List.of(asPrimary().silentFor(AGO), asPrimary().recoveringPrimary()))
            assertThat(heard(asPrimary(), first.jobEnded(JobKind.RESTART, true, AGO), asPrimary().jobEnded(JobKind.RESTART, true, AGO), asPrimary().jobEnded(JobKind.RESTART, true, AGO)))
                    .containsExactly("on_start primary", "on_restart primary");
    }

    @Test
    void of_a_cluster_that_is_being_made_only_the_last_start_is_told() {
        assertThat(heard(none(), asPrimary().job(JobKind.BOOTSTRAP), none().job(JobKind.BOOTSTRAP), stopped().jobEnded(JobKind.BOOTSTRAP, true, AGO), asPrimary().jobEnded(JobKind.START_PRIMARY, true, AGO)))
                .containsExactly("on_start primary");
    }

    private static GivenWorld none() {
        return cluster("a", "b").notInitialized().at("a").postgres(PostgresState.NO_DATA);
    }

    @Test
    void a_rebuild_that_nobody_saw_the_middle_of_is_told() {
        assertThat(heard(asStandby(), asStandby().job(JobKind.CLONE), asStandby().jobEnded(JobKind.CLONE, true, AGO))).containsExactly("on_start replica", "on_start replica");
        assertThat(heard(asStandby(), asStandby().postgres(PostgresState.NO_DATA).job(JobKind.CLONE), asStandby().jobEnded(JobKind.CLONE, true, AGO), asStandby().jobEnded(JobKind.CLONE, true, AGO)))
                .containsExactly("on_start replica", "on_stop replica", "on_start replica");
    }

    @Test
    void a_primary_that_cannot_be_started_and_leads_no_more_is_demoted() {
        var held = cluster("a", "b").lockHeldBy("a").at("a").crashedPrimary().jobEnded(JobKind.START_PRIMARY, false, AGO);
        var lost = cluster("a", "b").lockHeldBy("b").at("a").crashedPrimary().jobEnded(JobKind.START_PRIMARY, false, AGO);
        assertThat(heard(asPrimary(), held, lost, lost, asStandby())).containsExactly("on_start primary", "on_stop primary", "on_role_change demoted", "on_role_change replica");
    }

    @Test
    void a_standby_that_comes_to_lead_a_standby_cluster_or_leads_it_no_more_has_another_role() {
        var follows = cluster("a", "b").standbyCluster().lockHeldBy("b").at("a").standby(lsn(1000));
        var leads = cluster("a", "b").standbyCluster().lockHeldBy("a").at("a").standby(lsn(1000));
        var dark = cluster("a", "b").standbyCluster().at("a").standby(lsn(1000)).dcsDark();
        assertThat(heard(leads, leads)).containsExactly("on_start standby_leader");
        assertThat(heard(follows, leads, dark, leads, follows)).as("an etcd that is away changes no role").containsExactly("on_start replica", "on_role_change standby_leader", "on_role_change replica");
        assertThat(heard(leads, asPrimary())).containsExactly("on_start standby_leader", "on_role_change primary");
    }

    @Test
    void a_server_that_is_silent_or_starting_is_nothing_new() {
        assertThat(heard(asPrimary(), asPrimary().silentFor(AGO), asPrimary().recoveringPrimary(), asPrimary())).containsExactly("on_start primary");
    }
}
