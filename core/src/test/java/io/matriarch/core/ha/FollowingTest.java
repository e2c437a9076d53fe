package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.NOW;
import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Following.Unfit;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Tags;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whom a standby receives from: `a` leads, `c` has the tag `replicatefrom: b`, and all stream from `a` so far.
class FollowingTest {
    private static final Action TO_B = new Action.Follow(new Upstream.Of(new MemberName("b"), new Endpoint("b", 5432)));
    private static final Action TO_A = new Action.Follow(new Upstream.Of(new MemberName("a"), new Endpoint("a", 5432)));

    private static Tags from(String upstream) {
        return Tags.of(new Document(Map.of("replicatefrom", upstream)));
    }

    private static GivenWorld cascading() {
        return cluster("a", "b", "c").lockHeldBy("a").at("c").standby(lsn(1000)).tags(from("b")).streams("b", Map.of()).memberSays("a", "timeline", 1);
    }

    private static void unfit(Unfit because, GivenWorld given) {
        given.decides().byRule("others.cascade-unfit");
        assertThat(Following.of(given.world())).isInstanceOfSatisfying(Following.LeaderInstead.class, instead -> {
            assertThat(instead.leader().name().value()).isEqualTo("a");
            assertThat(instead.because()).isEqualTo(because);
            assertThat(instead.words()).startsWith("b ").endsWith(": the leader is followed instead");
        });
    }

    @Test
    void a_standby_receives_from_the_member_that_its_tag_names() {
        cascading().decides().byRule("others.cascade").planning(TO_B);
        cascading().configuredUpstream("b").decides().byRule("others.cascade").neverPlanning(Action.Follow.class);
    }

    @Test
    void it_starts_behind_it_too() {
        var decided = cascading().stoppedStandby(lsn(1000)).decides().byRule("others.cascade").running(JobKind.START_STANDBY);
        assertThat(decided.decision().plan().toString()).contains("StartStandby[upstream=Of[member=b");
    }

    @Test
    void it_falls_back_to_the_leader_when_that_member_is_not_fit_and_returns() {
        unfit(Unfit.NO_MEMBER, cascading().without("b"));
        unfit(Unfit.NOT_RUNNING, cascading().memberState("b", "stopped"));
        unfit(Unfit.NOT_RUNNING, cascading().memberRole("b", "primary"));
        unfit(Unfit.NOT_RUNNING, cascading().memberSays("b", "conn_url", ""));
        unfit(Unfit.OTHER_TIMELINE, cascading().memberSays("b", "timeline", 2));
        cascading().configuredUpstream("b").memberState("b", "stopped").decides().planning(TO_A);
    }

    @Test
    void who_receives_nothing_has_nothing_to_give() {
        var b = cluster("a", "b", "c").lockHeldBy("a").at("c").standby(lsn(1000)).tags(from("b")).memberSays("a", "timeline", 1).memberSays("b", "timeline", 1);
        unfit(Unfit.RECEIVES_NOTHING, b);
        b.memberSays("b", "replication_state", "in archive recovery").decides().byRule("others.cascade");
    }

    @Test
    void who_streams_from_there_stays_for_a_ttl_when_it_receives_nothing_for_the_leader_may_have_died() {
        var starved = cluster("a", "b", "c").lockHeldBy("a").at("c").standby(lsn(1000)).tags(from("b")).memberSays("a", "timeline", 1).memberSays("b", "timeline", 1).configuredUpstream("b");
        var b = new MemberName("b");
        starved.cascade(new Cascade(b, NOW.minus(Duration.ofMillis(11_999)), 0, new Moment(0))).decides().byRule("others.cascade").neverPlanning(Action.Follow.class);
        starved.cascade(new Cascade(b, NOW.minus(Duration.ofSeconds(12)), 0, new Moment(0))).decides().byRule("others.cascade-unfit").planning(TO_A);
        starved.configuredUpstream("a").cascade(new Cascade(b, NOW, 0, new Moment(0))).decides().byRule("others.cascade-unfit");
    }

    @Test
    void an_old_patroni_does_not_say_whether_it_receives() {
        cluster("a", "b", "c").lockHeldBy("a").at("c").standby(lsn(1000)).tags(from("b")).memberSays("b", "timeline", 1).patroni("b").decides().byRule("others.cascade");
    }

    @Test
    void a_tag_that_names_the_leader_or_itself_or_nobody_follows_the_leader() {
        for (var name : new String[] {"a", "c", ""}) cascading().tags(from(name)).decides().byRule("others.follow");
    }

    @Test
    void nobody_receives_in_a_circle() {
        unfit(Unfit.IN_A_CIRCLE, cascading().streams("b", Map.of("replicatefrom", "c")));
        unfit(Unfit.IN_A_CIRCLE, cluster("a", "b", "c", "d").lockHeldBy("a").at("c").standby(lsn(1000)).tags(from("b"))
                .streams("b", Map.of("replicatefrom", "d")).streams("d", Map.of("replicatefrom", "c")));
    }

    /// What the leader is to receive from says nothing while it leads.
    @Test
    void a_circle_through_the_leader_is_none() {
        cascading().memberSays("a", "tags", Map.of("replicatefrom", "c")).streams("b", Map.of("replicatefrom", "a")).decides().byRule("others.cascade").planning(TO_B);
    }

    @Test
    void who_hangs_on_a_circle_is_served_from_there() {
        cluster("a", "b", "c", "d").lockHeldBy("a").at("c").standby(lsn(1000)).tags(from("b"))
                .streams("b", Map.of("replicatefrom", "d")).streams("d", Map.of("replicatefrom", "b")).decides().byRule("others.cascade");
    }

    @Test
    void one_whom_commits_wait_for_stays_with_the_leader_until_the_key_names_it_no_more() {
        unfit(Unfit.COMMITS_WAIT, cascading().config("synchronous_mode", true).sync("a", 0, "c"));
    }

    @Test
    void who_tries_in_vain_follows_the_leader_and_tries_again_later_and_later() {
        var b = new MemberName("b");
        var tries = cascading().configuredUpstream("b").notStreaming();
        assertThat(after(tries, Cascade.PATIENCE.minusMillis(1), 0).bars(b, NOW)).isFalse();
        var tired = after(tries, Cascade.PATIENCE, 0);
        assertThat(tired.barred()).isEqualTo(NOW.plus(Duration.ofSeconds(30)));
        assertThat(after(tries, Cascade.PATIENCE, 1).barred()).isEqualTo(NOW.plus(Duration.ofSeconds(60)));
        assertThat(after(tries, Cascade.PATIENCE, 99).barred()).isEqualTo(NOW.plus(Duration.ofMinutes(16)));
        unfit(Unfit.TRIED_IN_VAIN, tries.cascade(tired));
        tries.cascade(new Cascade(b, NOW, 1, NOW)).decides().byRule("others.cascade");
    }

    private static Cascade after(GivenWorld given, Duration tried, int inVain) {
        return given.cascade(new Cascade(new MemberName("b"), NOW.minus(tried), inVain, new Moment(0))).decides().decision().memory().cascade();
    }

    @Test
    void who_streams_is_not_tired() {
        var before = new Cascade(new MemberName("b"), NOW.minus(Duration.ofHours(1)), 3, new Moment(0));
        assertThat(cascading().configuredUpstream("b").cascade(before).decides().decision().memory().cascade()).isEqualTo(new Cascade(new MemberName("b"), NOW, 0, new Moment(0)));
    }

    @Test
    void nobody_moves_while_nobody_leads() {
        cascading().configuredUpstream("b").lockAbsent().decides().neverPlanning(Action.Follow.class);
    }

    @Test
    void without_streaming_a_standby_receives_from_nobody() {
        var archive = cascading().tags(Tags.of(new Document(Map.of("nostream", true))));
        archive.decides().byRule("others.nostream").planning(new Action.Follow(Upstream.NOBODY));
        archive.configuredUpstream("").notStreaming().decides().byRule("others.nostream").neverPlanning(Action.Follow.class);
        assertThat(Pace.next(archive.world())).as("it is not in a hurry").isEqualTo(NOW.plus(Duration.ofSeconds(2)));
    }

    @Test
    void member_keys_say_it_in_patronis_words() {
        var member = new Member(new MemberName("c"), LeaseId.NONE, new Document(Map.of("tags", Map.of("replicatefrom", "b", "nostream", "false"))));
        assertThat(member.tags().replicateFrom()).isEqualTo(new MemberName("b"));
        assertThat(member.tags().noStream()).isFalse();
    }
}
