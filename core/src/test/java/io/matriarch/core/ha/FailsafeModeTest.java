package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.Confirmation.Ground;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom a leader without etcd asks, who confirms it, and what both are bound to from then on.
class FailsafeModeTest {
    private static final LeaseId LEASE = new LeaseId(100 + 'a');
    private static final Moment LONG_AGO = GivenWorld.NOW.minus(Duration.ofHours(1));

    private static GivenWorld dark() {
        return cluster("a", "b", "c").at("a").primary(lsn(1500)).failsafe("a", "b", "c").beating().permitted().dcsDark();
    }

    /// The own permit wants to be proven again.
    private static World due(GivenWorld world) {
        var w = world.world();
        return w.with(Deadlines.of(GivenWorld.TTL).permit(w.now().minus(Duration.ofSeconds(4))));
    }

    private static Action.AskMembers question(GivenWorld world) {
        return Decider.decide(due(world)).plan().stream().filter(Action.AskMembers.class::isInstance).map(Action.AskMembers.class::cast).findFirst().orElseThrow();
    }

    // ---- the leader

    @Test
    void a_primary_without_etcd_asks_every_other_member_that_the_key_names_with_what_a_heartbeat_says() {
        var decision = Decider.decide(due(dark()));
        assertThat(decision.rule()).isEqualTo("unreachable.failsafe");
        assertThat(decision.stance()).isEqualTo(Stance.HOLD);
        var question = question(dark());
        assertThat(question.members()).extracting(Member::name).containsExactlyInAnyOrder(new MemberName("b"), new MemberName("c"));
        assertThat(question.members()).extracting(Member::apiUrl).contains("http://b:8008/patroni");
        assertThat(question.claim()).isEqualTo(new LeaderClaim(new MemberName("a"), LEASE, GivenWorld.TTL, new ClusterStatus(lsn(1500), Map.of(), new Timeline(1)), "", ""));
    }

    @Test
    void it_asks_again_only_when_its_permit_wants_to_be_proven_again() {
        given(dark()).decides().byRule("unreachable.failsafe").neverPlanning(Action.AskMembers.class);
    }

    @Test
    void it_asks_whom_the_key_may_name_whatever_became_of_what_was_sent() {
        assertThat(question(dark().failsafeSent("a", "b", "d")).members()).extracting(m -> m.name().value()).containsExactlyInAnyOrder("b", "c", "d");
    }

    @Test
    void it_asks_nobody_when_the_key_may_name_nobody_or_not_itself() {
        given(dark().failsafeSent()).decides().byRule("unreachable.primary-on-permit");
        given(dark().failsafeSent("b", "c")).decides().byRule("unreachable.primary-on-permit");
        given(dark().failsafe()).decides().byRule("unreachable.primary-on-permit");
    }

    @Test
    void nobody_is_asked_for_a_permit_that_has_ended_is_not_enforced_or_is_not_this_terms() {
        given(dark().permitEnded()).decides().byRule("unreachable.permit-ended");
        given(dark().handsOff()).decides().byRule("unreachable.primary-on-permit");
        given(dark().lockOnAnotherLease()).decides().byRule("unreachable.primary-on-permit");
        given(dark().lockAbsent()).decides().byRule("unreachable.primary-on-permit");
        given(dark().config("failsafe_mode", false)).decides().byRule("unreachable.primary-on-permit");
        given(dark().config("pause", true)).decides().byRule("unreachable.paused");
    }

    @Test
    void the_permit_counts_with_the_shortest_ttl_that_somebody_may_wait_by() {
        assertThat(question(dark().config("ttl", 6)).claim().ttl()).isEqualTo(Duration.ofSeconds(6));
        assertThat(question(dark().config("ttl", 30)).claim().ttl()).isEqualTo(GivenWorld.TTL);
    }

    @Test
    void alone_in_the_key_it_goes_on_alone() {
        assertThat(question(dark().failsafe("a")).members()).isEmpty();
    }

    // ---- the key

    @Test
    void the_leader_keeps_the_key_over_what_it_read() {
        given(cluster("a", "b", "c").at("a").primary(lsn(1000)).permitted().failsafe("a", "b")).decides().planning(new Action.Write(new DcsWrite.PutFailsafe(GivenWorld.held("a"),
                new Failsafe(new Document(Map.of("a", "http://a:8008/patroni", "b", "http://b:8008/patroni", "c", "http://c:8008/patroni")), 8))));
        given(cluster("a").at("a").primary(lsn(1000)).permitted().failsafe("a", "b").config("failsafe_mode", false)).decides()
                .planning(new Action.Write(new DcsWrite.PutFailsafe(GivenWorld.held("a"), new Failsafe(Document.EMPTY, 8))));
        given(cluster("a", "b").at("a").primary(lsn(1000)).permitted()).decides().neverWriting(DcsWrite.PutFailsafe.class);
        given(cluster("a", "b", "c").at("b").failsafe("a", "b")).decides().neverWriting(DcsWrite.PutFailsafe.class);
    }

    @Test
    void what_was_sent_may_be_in_the_key_until_another_revision_is_read() {
        var read = Vouching.UNKNOWN.reading(key(5, "a", "b"), 50, Lease.NONE, false).sending(key(5, "a", "b", "c").members());
        assertThat(read.reading(key(5, "a", "b"), 51, Lease.NONE, false).possible()).containsExactly(key(5, "a", "b").members(), key(5, "a", "b", "c").members());
        assertThat(read.reading(key(6, "a", "c"), 51, Lease.NONE, false).possible()).containsExactly(key(6, "a", "c").members());
        assertThat(read.reading(key(4, "a"), 51, Lease.NONE, false).possible()).as("an old answer").hasSize(3);
        assertThat(read.reading(key(4, "a"), 51, Lease.NONE, true).possible()).as("after a restore").containsExactly(key(4, "a").members());
    }

    private static Failsafe key(long revision, String... names) {
        return new Failsafe(new Document(java.util.stream.Stream.of(names).collect(java.util.stream.Collectors.toMap(n -> n, n -> n))), revision);
    }

    // ---- the member that is asked

    private static GivenWorld asked() {
        return cluster("a", "b", "c").at("b").failsafe("a", "b", "c").beating();
    }

    private static LeaderClaim claim(String by, LeaseId lease) {
        return new LeaderClaim(new MemberName(by), lease, GivenWorld.TTL, new ClusterStatus(lsn(5000), Map.of(), new Timeline(1)), "", "");
    }

    private static Confirmation says(GivenWorld world) {
        return FailsafeMode.answer(claim("a", LEASE), world.world());
    }

    @Test
    void a_standby_confirms_the_leader_that_it_last_knew_of() {
        assertThat(says(asked())).isEqualTo(Confirmation.ACCEPTED);
        assertThat(says(asked().dcsDark())).isEqualTo(Confirmation.ACCEPTED);
        assertThat(says(asked().lockAbsent())).as("its key expired").isEqualTo(Confirmation.ACCEPTED);
    }

    @Test
    void it_refuses_whoever_is_not_that() {
        assertThat(ground(says(asked().lockHeldBy("c")))).isEqualTo(Ground.UNKNOWN);
        assertThat(ground(says(asked().lockAbsent().released()))).as("it let go").isEqualTo(Ground.UNKNOWN);
        assertThat(ground(FailsafeMode.answer(claim("c", new LeaseId(100 + 'c')), asked().world()))).isEqualTo(Ground.UNKNOWN);
        assertThat(ground(FailsafeMode.answer(claim("a", new LeaseId(7)), asked().world()))).as("of another lease").isEqualTo(Ground.UNKNOWN);
        assertThat(ground(says(asked().setBack()))).isEqualTo(Ground.UNKNOWN);
        assertThat(ground(says(asked().failsafe()))).as("no key would hold others").isEqualTo(Ground.UNKNOWN);
        assertThat(ground(says(asked().config("failsafe_mode", false)))).isEqualTo(Ground.OFF);
    }

    @Test
    void it_refuses_as_long_as_it_may_be_or_become_leader_itself() {
        assertThat(ground(says(asked().primary(lsn(1000))))).isEqualTo(Ground.LEADS);
        assertThat(ground(says(asked().permitted()))).isEqualTo(Ground.LEADS);
        assertThat(ground(says(asked().job(JobKind.PROMOTE)))).isEqualTo(Ground.LEADS);
        assertThat(ground(says(asked().lockHeldBy("b")))).isEqualTo(Ground.UNKNOWN);
        assertThat(ground(says(asked().askedForTheLock()))).as("it may have been carried out, or be yet").isEqualTo(Ground.UNKNOWN);
    }

    private static Ground ground(Confirmation word) {
        return word instanceof Confirmation.Refused(var ground, _) ? ground : Ground.valueOf(word.toString());
    }

    @Test
    void a_decision_to_take_the_lock_is_remembered_before_it_is_carried_out_and_until_another_heartbeat_was_read() {
        var raced = Decider.decide(asked().lockAbsent().heartbeatSeen(Duration.ofHours(1)).world());
        assertThat(raced.rule()).isEqualTo("free.furthest-races");
        assertThat(raced.memory().vouching().asked()).isEqualTo(50);
    }

    @Test
    void a_member_that_has_just_started_confirms_nobody_before_it_has_read_another_heartbeat() {
        var first = Vouching.UNKNOWN.reading(Failsafe.NONE, 50, Lease.NONE, false);
        assertThat(first.asked()).as("a former process of this agent may have asked for the lock over it").isEqualTo(50);
        assertThat(first.reading(Failsafe.NONE, 51, Lease.NONE, false).asked()).isEqualTo(50);
    }

    @Test
    void patronis_leader_is_known_by_the_key_alone() {
        assertThat(FailsafeMode.answer(claim("a", LeaseId.NONE), asked().world())).as("it does not ask like this").isInstanceOf(Confirmation.Refused.class);
        assertThat(FailsafeMode.answer(claim("c", LeaseId.NONE), asked().lockHeldBy("c").world())).isEqualTo(Confirmation.ACCEPTED);
        assertThat(FailsafeMode.answer(claim("c", LeaseId.NONE), asked().lockAbsent().world())).isInstanceOf(Confirmation.Refused.class);
    }

    @Test
    void what_it_confirmed_binds_it_as_a_heartbeat_does() {
        var memory = asked().world().memory().confirming(claim("a", LEASE), GivenWorld.NOW);
        assertThat(memory.vouching().vouched()).isEqualTo(GivenWorld.NOW.plus(Deadlines.of(GivenWorld.TTL).quarantine()));
        var shorter = new LeaderClaim(new MemberName("a"), LEASE, Duration.ofSeconds(5), ClusterStatus.UNKNOWN, "", "");
        assertThat(memory.confirming(shorter, LONG_AGO).vouching()).as("nothing is taken back").isEqualTo(memory.vouching());
        assertThat(FailsafeMode.active(memory, GivenWorld.NOW)).isTrue();
        assertThat(FailsafeMode.active(memory, GivenWorld.NOW.plus(Duration.ofSeconds(11)))).isFalse();
    }

    @Test
    void it_waits_for_the_leader_that_it_confirmed() {
        var free = asked().lockAbsent().heartbeatSeen(Duration.ofHours(1));
        given(free.vouchedFor(Duration.ofSeconds(3), lsn(1000))).decides().byRule("free.last-leader-may-live");
        given(free.vouchedFor(Duration.ZERO, lsn(1000))).decides().byRule("free.furthest-races");
        given(free.vouchedFor(Duration.ofSeconds(3), lsn(1000)).released()).decides().byRule("free.furthest-races");
    }

    @Test
    void what_the_leader_told_of_its_wal_counts_as_published() {
        var free = asked().lockAbsent().heartbeatSeen(Duration.ofHours(1)).config("maximum_lag_on_failover", 100);
        given(free.vouchedFor(Duration.ZERO, lsn(1200))).decides().byRule("free.lags-too-much");
    }

    // ---- the member that nobody asks

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoever_is_not_in_the_key_does_not_lead_whatever_the_configuration_says_by_now(boolean on) {
        given(cluster("a", "b", "c").at("c").failsafe("a", "b").config("failsafe_mode", on).lockAbsent()).decides().byRule("free.not-in-failsafe").holding();
    }

    @Test
    void nor_when_an_operator_names_it_in_a_pause() {
        given(cluster("a", "b", "c").at("c").failsafe("a", "b").lockAbsent().config("pause", true).request(new OperatorRequest.Failover(new MemberName("c"), 60)))
                .decides().byRule("paused.hands-off");
    }

    @Test
    void nobody_waits_for_one_that_is_not_in_the_key_but_to_stream_what_it_has() {
        var left = cluster("a", "b", "c").at("b").failsafe("a", "b").lockAbsent().peerSilent("a");
        given(left.peerAt("c", lsn(1000))).decides().byRule("free.furthest-races");
        given(left.peerAt("c", lsn(2000))).decides().byRule("free.fetches");
        given(left.peerAt("c", lsn(2000)).preference(new Preference.Fetches(GivenWorld.NOW.minus(Preference.LONGEST), new MemberName("c"), lsn(2000)))).decides().byRule("free.furthest-races");
    }
}
