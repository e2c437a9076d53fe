package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.NOW;
import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Preference.Fetches;
import io.matriarch.core.ha.Preference.Waits;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `a`, who led, is dead. Seen from `c`: preferred and behind, or ahead of one that is preferred.
class PreferenceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final MemberName B = new MemberName("b");

    private static GivenWorld free(String... names) {
        return cluster(names).lockAbsent().at("c").peerSilent("a");
    }

    /// By 100 bytes.
    private static GivenWorld behind() {
        return free("a", "b", "c").standby(lsn(900)).tags(priority(5));
    }

    private static GivenWorld ahead() {
        return free("a", "b", "c").peerAt("b", lsn(900), priority(5));
    }

    private static Tags priority(long value) {
        return Tags.of(new Document(Map.of("failover_priority", value)));
    }

    private static Fetches fetching(Duration since) {
        return new Fetches(NOW.minus(since), B, lsn(1000));
    }

    private static Waits waiting(Duration since) {
        return new Waits(NOW.minus(since));
    }

    private static Preference remembered(GivenWorld given) {
        return given.decides().decision().memory().preference();
    }

    @Test
    void the_preferred_one_streams_what_another_has_before_it_leads() {
        given(behind()).decides().byRule("free.fetches").taking(Stance.FOLLOW).planning(new Action.Follow(new Upstream.Of(B, new Endpoint("b", 5432)))).neverPlanning(Action.TakeLock.class);
        given(behind().configuredUpstream("b")).decides().byRule("free.fetches").neverPlanning(Action.Follow.class, Action.TakeLock.class);
        given(behind().standby(lsn(1000)).preference(fetching(A_MOMENT))).decides().byRule("free.furthest-races").planning(Action.TakeLock.class);
    }

    @Test
    void who_is_ahead_of_it_waits() {
        given(ahead()).decides().byRule("free.another-fetches").holding().neverPlanning(Action.TakeLock.class);
        given(ahead().peerAt("b", lsn(1000), priority(5))).decides().byRule("free.another-is-preferred");
    }

    @Test
    void it_waits_for_a_bounded_time_and_no_longer_than_the_preferred_one_answers() {
        given(ahead().preference(waiting(PATIENCE.minus(A_MOMENT)))).decides().byRule("free.another-fetches");
        given(ahead().preference(waiting(PATIENCE))).decides().byRule("free.furthest-races");
        given(ahead().config("ttl", 30).config("loop_wait", 10).preference(waiting(PATIENCE))).decides().byRule("free.furthest-races");
        given(ahead().config("ttl", 6).config("retry_timeout", 1).preference(waiting(Duration.ofSeconds(3)))).decides().byRule("free.furthest-races");
        given(ahead().peerSilent("b")).decides().byRule("free.furthest-races");
        given(ahead().peer("b", new PeerReport.Answered(false, false, Timeline.UNKNOWN, lsn(0), priority(5)))).decides().byRule("free.furthest-races");
    }

    @Test
    void who_cannot_lead_or_stream_is_not_waited_for() {
        given(ahead().optime(lsn(2 << 20)).standby(lsn(2 << 20))).decides().byRule("free.furthest-races");
        given(ahead().peerAt("b", lsn(900), priority(1))).decides().byRule("free.furthest-races");
        given(ahead().peerAt("b", lsn(900), Tags.of(new Document(Map.of("failover_priority", 5, "nofailover", true))))).decides().byRule("free.furthest-races");
        given(ahead().peerAt("b", lsn(900), Tags.of(new Document(Map.of("failover_priority", 5, "nostream", true))))).decides().byRule("free.furthest-races");
        given(ahead().patroni("b")).decides().byRule("free.furthest-races");
        given(ahead().standbyOn(2)).decides().byRule("free.furthest-races");
        given(ahead().release(new Release.Clean(B, new Timeline(1), lsn(900)))).decides().byRule("free.furthest-races");
    }

    @Test
    void nobody_begins_before_the_last_leader_is_certainly_gone() {
        given(behind().heartbeatSeen(Duration.ofSeconds(10))).decides().byRule("free.last-leader-may-live").neverPlanning(Action.Follow.class);
        assertThat(remembered(behind().heartbeatSeen(Duration.ofSeconds(10)))).isEqualTo(Preference.NONE);
        assertThat(remembered(ahead().heartbeatSeen(Duration.ofSeconds(10)))).isEqualTo(Preference.NONE);
    }

    @Test
    void one_that_catches_up_too_late_lets_the_other_go() {
        given(behind().preference(fetching(PATIENCE.minus(A_MOMENT)))).decides().byRule("free.fetches");
        given(behind().preference(fetching(PATIENCE))).decides().byRule("free.another-is-ahead").holding();
    }

    /// Else it would lead without the WAL of one that was slow to answer once.
    @Test
    void what_another_was_seen_to_have_is_not_given_up_when_it_does_not_answer() {
        given(behind().peerSilent("b").preference(fetching(A_MOMENT))).decides().byRule("free.fetches").neverPlanning(Action.TakeLock.class);
        given(behind().peerSilent("b").preference(fetching(PATIENCE))).decides().byRule("free.furthest-races");
        given(behind().peerAt("b", lsn(950)).preference(fetching(A_MOMENT))).decides().byRule("free.fetches");
        assertThat(remembered(behind().peerAt("b", lsn(950)).preference(fetching(A_MOMENT)))).isEqualTo(fetching(A_MOMENT));
    }

    @Test
    void only_the_one_with_the_highest_priority_goes_before_its_turn() {
        given(behind().tags(priority(1))).decides().byRule("free.another-is-ahead");
        given(behind().peerAt("b", lsn(1000), priority(5))).decides().byRule("free.another-is-ahead");
        given(behind().tags(Tags.of(new Document(Map.of("failover_priority", 5, "nostream", true))))).decides().byRule("free.another-is-ahead");
        var four = free("a", "b", "c", "d").standby(lsn(900)).tags(priority(5));
        given(four.peerAt("d", lsn(800), priority(6))).decides().byRule("free.another-is-ahead");
        given(four.peerAt("d", lsn(800), priority(5))).decides().byRule("free.fetches");
        given(four.peerAt("d", lsn(950), priority(5))).decides().byRule("free.another-is-ahead");
        given(four.patroni("d").peerAt("d", lsn(800), priority(6))).decides().byRule("free.fetches");
    }

    @Test
    void of_several_that_are_ahead_it_streams_from_the_furthest() {
        given(free("a", "b", "c", "d").standby(lsn(900)).tags(priority(5)).peerAt("d", lsn(1001))).decides().byRule("free.fetches")
                .planning(new Action.Follow(new Upstream.Of(new MemberName("d"), new Endpoint("d", 5432))));
    }

    @Test
    void an_operators_candidate_goes_as_asked() {
        given(ahead().request(new OperatorRequest.Switchover(new MemberName("a"), new Candidate.Named(new MemberName("c")), "", 9))).decides().byRule("free.furthest-races");
        given(behind().request(new OperatorRequest.Switchover(new MemberName("a"), new Candidate.Named(B), "", 9))).decides().byRule("free.another-was-chosen").holding();
        given(ahead().request(new OperatorRequest.Failover(new MemberName("c"), 51))).decides().byRule("free.furthest-races");
    }

    @Test
    void where_commits_are_synchronous_the_voters_decide() {
        given(ahead().sync("a", 1, "b", "c")).decides().byRule("free.furthest-races");
        given(behind().sync("a", 1, "b", "c")).decides().byRule("free.another-is-ahead");
        given(ahead().config("synchronous_mode", "quorum")).decides().byRule("free.furthest-races");
    }

    @Test
    void a_standby_cluster_loses_nothing_by_who_leads_it() {
        given(ahead().standbyCluster()).decides().byRule("free.furthest-races");
        given(behind().standbyCluster()).decides().byRule("free.another-is-ahead");
    }

    /// Without a slot there it would stream without one later, too, and the one that is made for it then would keep WAL for ever.
    @Test
    void by_a_slot_that_the_other_keeps_for_it() {
        given(ahead().config("member_slots_ttl", 0)).decides().byRule("free.furthest-races");
        given(behind().config("member_slots_ttl", 0)).decides().byRule("free.another-is-ahead");
        given(behind().config("member_slots_ttl", 0).config("postgresql", Map.of("use_slots", false))).decides().byRule("free.fetches");
    }

    @Test
    void one_with_an_unfit_disk_is_not_preferred() {
        given(behind().disk(DiskView.DiskTrouble.FULL, Duration.ofMinutes(2))).decides().byRule("free.another-is-ahead");
    }

    /// It was away when the leader wrote the key, and may not lead.
    @Test
    void what_only_one_has_whom_the_failsafe_key_does_not_name_is_streamed_from_it() {
        var behind = free("a", "b", "c").failsafe("a", "c").standby(lsn(900));
        given(behind).decides().byRule("free.fetches").planning(new Action.Follow(new Upstream.Of(B, new Endpoint("b", 5432)))).neverPlanning(Action.TakeLock.class);
        given(behind.standby(lsn(1000)).preference(fetching(A_MOMENT))).decides().byRule("free.furthest-races");
        given(behind.preference(fetching(PATIENCE))).decides().byRule("free.furthest-races");
        given(behind.peerAt("b", lsn(1000), Tags.of(new Document(Map.of("nofailover", true))))).decides().byRule("free.furthest-races");
        given(behind.at("b").peerAt("c", lsn(900), priority(1)).standby(lsn(1000))).decides().byRule("free.not-in-failsafe");
    }

    @Test
    void of_those_whom_it_names_the_furthest_does_so() {
        var behind = free("a", "b", "c", "d").failsafe("a", "c", "d").standby(lsn(900));
        given(behind.peerAt("d", lsn(900), priority(1))).decides().byRule("free.fetches");
        given(behind.peerAt("d", lsn(950), priority(1))).decides().byRule("free.another-is-ahead");
        given(behind.peerAt("d", lsn(800), priority(1))).decides().byRule("free.fetches");
        given(behind.peerAt("d", lsn(900), priority(5))).decides().byRule("free.another-is-preferred");
    }

    @Test
    void each_time_without_a_leader_is_waited_once() {
        assertThat(remembered(behind())).isEqualTo(fetching(Duration.ZERO));
        assertThat(remembered(behind().preference(fetching(PATIENCE)))).isEqualTo(fetching(PATIENCE));
        assertThat(remembered(ahead())).isEqualTo(waiting(Duration.ZERO));
        assertThat(remembered(ahead().peerSilent("b"))).isEqualTo(Preference.NONE);
        assertThat(remembered(ahead().peerSilent("b").preference(waiting(PATIENCE)))).isEqualTo(waiting(PATIENCE));
        assertThat(remembered(behind().preference(waiting(PATIENCE)))).isEqualTo(fetching(PATIENCE));
        assertThat(remembered(ahead().dcsDark().preference(waiting(PATIENCE)))).isEqualTo(waiting(PATIENCE));
        assertThat(remembered(behind().lockHeldBy("b").preference(fetching(PATIENCE)))).isEqualTo(Preference.NONE);
    }
}
