package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.matriarch.core.ha.WhatIf.Declined;
import io.matriarch.core.ha.WhatIf.Forecast;
import io.matriarch.core.ha.WhatIf.Loss;
import io.matriarch.core.ha.WhatIf.Wait;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `a` leads a, b and c; the question is asked at b.
class WhatIfTest {
    private static final Duration WHOLE = Deadlines.of(GivenWorld.TTL).quarantine();
    private static final Duration SOFT = Deadlines.of(GivenWorld.TTL).soft();

    private static GivenWorld healthy() {
        return cluster("a", "b", "c").at("b").standby(lsn(1000)).heartbeatSeen(Duration.ofSeconds(1)).peer("a", primaryAt(1000));
    }

    private static PeerReport primaryAt(long end) {
        return new PeerReport.Answered(true, true, new Timeline(1), lsn(end), Tags.NONE);
    }

    private static MemberName name(String value) {
        return new MemberName(value);
    }

    private static Forecast dies(String dead, GivenWorld given) {
        return WhatIf.dies(name(dead), given.world());
    }

    @Test
    void the_furthest_standby_leads_when_the_lease_has_ended() {
        assertThat(dies("a", healthy().peerAt("c", lsn(900)))).isEqualTo(new Forecast.Succession(List.of(name("b")),
                new Wait(WHOLE.minusSeconds(1), WHOLE), new Loss(0, SOFT), List.of(new Declined(name("c"), "free.another-is-ahead", "another member has more WAL"))));
        assertThat(dies("a", healthy().peerAt("c", lsn(1100)))).isInstanceOfSatisfying(Forecast.Succession.class, s -> {
            assertThat(s.successors()).containsExactly(name("c"));
            assertThat(s.others()).extracting(Declined::rule).containsExactly("free.another-is-ahead");
        });
    }

    @Test
    void a_preferred_one_leads_with_what_the_furthest_has() {
        var preferred = Tags.of(new Document(Map.of("failover_priority", 5)));
        assertThat(dies("a", healthy().peer("a", primaryAt(1100)).peerAt("c", lsn(900), preferred))).isInstanceOfSatisfying(Forecast.Succession.class, s -> {
            assertThat(s.successors()).containsExactly(name("c"));
            assertThat(s.loss()).isEqualTo(new Loss(100, SOFT));
            assertThat(s.others()).extracting(Declined::rule).containsExactly("free.another-fetches");
        });
    }

    @Test
    void equally_good_ones_race() {
        assertThat(dies("a", healthy())).isInstanceOfSatisfying(Forecast.Succession.class, s -> assertThat(s.successors()).containsExactly(name("b"), name("c")));
    }

    @Test
    void lost_is_what_the_successor_lacks() {
        assertThat(dies("a", healthy().peer("a", primaryAt(5000)).peerSilent("c"))).isInstanceOfSatisfying(Forecast.Succession.class, s -> {
            assertThat(s.loss()).isEqualTo(new Loss(4000, SOFT));
            assertThat(s.others()).extracting(Declined::because).containsExactly("its agent does not answer: no answer");
        });
    }

    @Test
    void a_leader_that_is_asked_about_itself_knows_its_own_end() {
        assertThat(dies("a", cluster("a", "b", "c").at("a").primary(lsn(1500)).heartbeatSeen(Duration.ZERO).peerAt("b", lsn(1400)).peerAt("c", lsn(1000))))
                .isEqualTo(new Forecast.Succession(List.of(name("b")), new Wait(WHOLE, WHOLE), new Loss(100, SOFT),
                        List.of(new Declined(name("c"), "free.another-is-ahead", "another member has more WAL"))));
    }

    @Test
    void a_dead_standby_changes_nothing() {
        assertThat(dies("c", healthy())).isEqualTo(new Forecast.LeaderStays(name("a"), List.of(name("b"))));
        assertThat(dies("b", healthy())).isEqualTo(new Forecast.LeaderStays(name("a"), List.of(name("c"))));
    }

    @Test
    void who_may_not_lead_does_not() {
        var never = Tags.of(new Document(Map.of("nofailover", true)));
        assertThat(dies("a", healthy().tags(never).peerAt("c", lsn(1000), never))).isInstanceOfSatisfying(Forecast.NobodyLeads.class,
                n -> assertThat(n.others()).extracting(Declined::rule).containsExactly("free.may-not-lead", "free.may-not-lead"));
        assertThat(dies("a", healthy().postgres(PostgresState.NO_DATA).peerAt("c", lsn(900)))).isInstanceOfSatisfying(Forecast.Succession.class, s -> {
            assertThat(s.successors()).containsExactly(name("c"));
            assertThat(s.others()).extracting(Declined::because).containsExactly("its server does not run");
        });
    }

    @Test
    void everybody_may_be_too_far_behind() {
        assertThat(dies("a", healthy().optime(lsn(1000 + (2 << 20))))).isInstanceOfSatisfying(Forecast.NobodyLeads.class,
                n -> assertThat(n.others()).extracting(Declined::rule).containsExactly("free.lags-too-much", "free.lags-too-much"));
    }

    @Test
    void a_paused_cluster_waits_for_its_operator() {
        assertThat(dies("a", healthy().config("pause", true))).isInstanceOfSatisfying(Forecast.NobodyLeads.class,
                n -> assertThat(n.others()).extracting(Declined::rule).containsExactly("paused.hands-off", "paused.hands-off"));
    }

    @Test
    void what_cannot_be_said_is_not_guessed() {
        assertThat(dies("x", healthy())).isEqualTo(new Forecast.UnknownMember(List.of(name("a"), name("b"), name("c"))));
        assertThat(dies("a", healthy().dcsDark())).isEqualTo(new Forecast.Unseen("no answer"));
    }

    @Test
    void a_lock_that_is_free_already_is_waited_for_no_longer_than_needed() {
        assertThat(dies("a", healthy().lockAbsent().heartbeatSeen(Duration.ofSeconds(4)))).isInstanceOfSatisfying(Forecast.Succession.class,
                s -> assertThat(s.after()).isEqualTo(new Wait(WHOLE.minusSeconds(4), WHOLE.minusSeconds(4))));
    }

    @Test
    void one_whose_required_watchdog_does_not_work_does_not_follow_and_does_not_hold_the_others_up() {
        assertThat(dies("a", healthy().peerWithFailedWatchdog("c", lsn(1100)))).isInstanceOfSatisfying(Forecast.Succession.class, s -> {
            assertThat(s.successors()).containsExactly(name("b"));
            assertThat(s.others()).extracting(Declined::member, Declined::rule).containsExactly(tuple(name("c"), "free.watchdog-unfit"));
        });
        assertThat(dies("a", healthy().watchdog("there is no /dev/watchdog"))).isInstanceOfSatisfying(Forecast.Succession.class, s -> assertThat(s.successors()).containsExactly(name("c")));
    }
}
