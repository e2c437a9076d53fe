package io.matriarch.core.ha.facet;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which slots come, move and go: `a` leads, `b` and `c` stream.
class SlotsTest {
    private static final Map<String, Object> CDC = Map.of("type", "logical", "database", "shop", "plugin", "pgoutput");

    private static GivenWorld leader() {
        return cluster("a", "b", "c").lockHeldBy("a").at("a").permittedLongAgo().primary(lsn(1000));
    }

    private static GivenWorld standby() {
        return cluster("a", "b", "c").lockHeldBy("a").at("b").standby(lsn(1000));
    }

    private static Slot slot(String name, long at) {
        return new Slot(name, new Slot.Kind.Physical(false), false, lsn(at), false);
    }

    private static Slot active(String name, long at) {
        return new Slot(name, new Slot.Kind.Physical(false), true, lsn(at), false);
    }

    private static Slot logical(String name, long at) {
        return new Slot(name, new Slot.Kind.Logical("shop", "pgoutput"), false, lsn(at), false);
    }

    private static Action create(String... names) {
        return new Action.CreateSlots(List.of(names));
    }

    private static Action drop(String... names) {
        return new Action.DropSlots(List.of(names));
    }

    private static Action advance(String name, long to) {
        return new Action.AdvanceSlots(Map.of(name, lsn(to)));
    }

    private static Tags tags(String key, Object value) {
        return Tags.of(new Document(Map.of(key, value)));
    }

    private static ClusterStatus told(GivenWorld given) {
        return given.decides().decision().plan().stream().flatMap(a -> a instanceof Action.RenewLock(_, var proof, _) ? Stream.of(proof.status()) : Stream.of()).findFirst().orElseThrow();
    }

    // ---- of members

    @Test
    void everybody_who_may_lead_keeps_a_slot_for_every_other_member() {
        leader().slots().decides().planning(create("b", "c"));
        standby().slots().decides().planning(create("a", "c"));
        standby().slots().notStreaming().decides().neverPlanning(Action.CreateSlots.class);
        standby().slots().config("postgresql", Map.of("use_slots", false)).decides().neverPlanning(Action.CreateSlots.class);
    }

    @Test
    void without_a_ttl_only_the_leader_does_and_whoever_serves_others() {
        standby().config("member_slots_ttl", 0).slots(slot("a", 900)).decides().planning(drop("a")).neverPlanning(Action.CreateSlots.class);
        standby().config("member_slots_ttl", 0).slots().streams("c", Map.of("replicatefrom", "b")).decides().planning(create("c"));
    }

    @Test
    void who_never_leads_keeps_slots_for_those_alone_that_it_serves() {
        var never = standby().tags(tags("nofailover", true)).slots(slot("a", 900), slot("c", 900));
        never.decides().planning(drop("a", "c"));
        never.streams("c", Map.of("replicatefrom", "b")).decides().planning(drop("a"));
    }

    @Test
    void a_member_that_does_not_stream_has_no_slot() {
        leader().slots(slot("b", 900), slot("c", 900)).streams("c", Map.of("nostream", true)).decides().planning(drop("c"));
    }

    @Test
    void the_own_slot_is_kept_by_the_others() {
        leader().slots(slot("a", 900), active("b", 1000), active("c", 1000)).decides().planning(drop("a"));
    }

    // ---- moved up

    @Test
    void a_standby_moves_its_slots_to_where_the_leader_says_that_their_owners_are() {
        standby().slots(slot("a", 900), slot("c", 900)).publishedSlots(Map.of("c", lsn(950))).decides().planning(advance("c", 950));
        standby().slots(slot("a", 900), slot("c", 950)).publishedSlots(Map.of("c", lsn(950))).decides().neverPlanning(Action.AdvanceSlots.class);
        standby().slots(slot("a", 900), slot("c", 900)).publishedSlots(Map.of("c", lsn(1001))).decides().neverPlanning(Action.AdvanceSlots.class);
        standby().slots(slot("a", 900), active("c", 900)).publishedSlots(Map.of("c", lsn(950))).decides().neverPlanning(Action.AdvanceSlots.class);
    }

    @Test
    void one_that_it_serves_moves_by_itself() {
        standby().slots(slot("a", 900), active("c", 900)).streams("c", Map.of("replicatefrom", "b")).memberSays("c", "xlog_location", 960).decides().neverPlanning(Action.AdvanceSlots.class);
    }

    /// Its tags form a circle, or it has tried in vain to receive from here: it follows the leader, and WAL would be kept for it until the limit.
    @Test
    void one_whose_owner_is_to_receive_from_here_and_does_not_moves_to_where_that_is() {
        var served = standby().slots(slot("a", 900), slot("c", 900)).streams("c", Map.of("replicatefrom", "b"));
        served.publishedSlots(Map.of("c", lsn(950))).decides().neverPlanning(Action.AdvanceSlots.class);
        served.memberSays("c", "xlog_location", 960).decides().planning(advance("c", 960));
        served.memberSays("c", "timeline", 2).decides().neverPlanning(Action.AdvanceSlots.class);
    }

    @Test
    void where_the_leader_says_nothing_the_member_itself_does() {
        var silent = standby().slots(slot("a", 900), slot("c", 900)).memberSays("c", "xlog_location", 960);
        silent.decides().neverPlanning(Action.AdvanceSlots.class);
        silent.memberSays("c", "timeline", 1).decides().planning(advance("c", 960));
    }

    @Test
    void positions_of_two_timelines_do_not_compare() {
        standby().standbyOn(2).slots(slot("a", 900), slot("c", 900)).publishedSlots(Map.of("c", lsn(950))).decides().neverPlanning(Action.AdvanceSlots.class);
    }

    @Test
    void on_the_leader_wal_waits_for_everybody_but_those_that_hang_behind_a_standby() {
        leader().slots(active("b", 1000), slot("c", 900)).memberSays("c", "xlog_location", 960).decides().neverPlanning(Action.AdvanceSlots.class);
        leader().slots(active("b", 1000), slot("c", 900)).streams("c", Map.of("replicatefrom", "b")).memberSays("c", "xlog_location", 960).decides().planning(advance("c", 960));
    }

    @Test
    void on_the_leader_too_positions_of_two_timelines_do_not_compare() {
        var behind = leader().slots(active("b", 1000), slot("c", 900)).streams("c", Map.of("replicatefrom", "b")).memberSays("c", "xlog_location", 960);
        behind.memberSays("c", "timeline", 2).decides().neverPlanning(Action.AdvanceSlots.class);
    }

    @Test
    void what_holds_back_rows_for_nobody_is_made_anew() {
        var pinned = new Slot("c", new Slot.Kind.Physical(true), false, lsn(900), false);
        standby().slots(slot("a", 900), pinned).decides().planning(drop("c")).neverPlanning(Action.CreateSlots.class);
        leader().slots(active("b", 900), pinned).decides().neverPlanning(Action.DropSlots.class);
        leader().slots(active("b", 900), slot("c", 0)).decides().planning(drop("c"));
    }

    @Test
    void what_holds_back_rows_for_one_that_it_serves_stays() {
        var pinned = new Slot("c", new Slot.Kind.Physical(true), false, lsn(900), false);
        standby().slots(slot("a", 900), pinned).streams("c", Map.of("replicatefrom", "b")).decides().neverPlanning(Action.DropSlots.class);
    }

    @Test
    void a_lost_slot_is_made_anew() {
        leader().slots(active("b", 900), new Slot("c", new Slot.Kind.Physical(false), false, lsn(1), true)).decides().planning(create("c"));
    }

    // ---- told

    @Test
    void the_leader_tells_where_its_slots_are_and_which_it_keeps_for_members() {
        var status = told(leader().slots(active("b", 990), slot("cdc", 400)).gone("c", Duration.ofMinutes(1)));
        assertThat(status.slots()).isEqualTo(Map.of("a", lsn(1000), "b", lsn(990), "cdc", lsn(400)));
        assertThat(status.retained()).as("c has gone, and has no slot here").containsExactly("b");
        assertThat(told(leader().slots(active("b", 990), slot("c", 400)).gone("c", Duration.ofMinutes(29))).retained()).containsExactly("b", "c");
        assertThat(told(leader().slots(active("b", 990), slot("c", 400)).gone("c", Duration.ofMinutes(30))).retained()).containsExactly("b");
    }

    @Test
    void without_a_ttl_it_tells_of_permanent_slots_only() {
        var status = told(leader().config("member_slots_ttl", 0).config("slots", Map.of("backup", Map.of())).slots(active("b", 990), slot("c", 400), slot("backup", 300)));
        assertThat(status.slots()).isEqualTo(Map.of("backup", lsn(300)));
        assertThat(status.retained()).isEmpty();
    }

    @Test
    void what_is_kept_for_a_member_that_is_away_is_kept_by_everybody_who_may_lead() {
        var away = standby().without("c").slots(slot("a", 900));
        away.publishedSlots(Map.of("c", lsn(800)), "b", "c").decides().planning(create("c"));
        away.slots(slot("a", 900), slot("c", 700)).publishedSlots(Map.of("c", lsn(800)), "b", "c").decides().planning(advance("c", 800)).neverPlanning(Action.DropSlots.class);
        standby().gone("c", Duration.ofHours(1)).slots(slot("a", 900), slot("c", 700)).decides().planning(drop("c"));
    }

    // ---- permanent ones

    @Test
    void a_permanent_physical_slot_is_on_everybody_who_may_lead() {
        leader().config("slots", Map.of("backup", Map.of("type", "physical"))).decides().planning(create("backup"));
        standby().config("permanent_slots", Map.of("backup", Map.of())).slots(slot("a", 900), slot("c", 900)).decides().planning(create("backup"));
        standby().config("slots", Map.of("backup", Map.of())).slots(slot("a", 900), slot("c", 900), slot("backup", 800)).publishedSlots(Map.of("backup", lsn(850))).decides().planning(advance("backup", 850));
        standby().config("slots", Map.of("backup", Map.of())).tags(tags("nofailover", true)).slots().decides().neverPlanning(Action.CreateSlots.class);
        leader().config("slots", Map.of("backup", Map.of("cluster_type", "standby"))).decides().neverPlanning(Action.CreateSlots.class);
    }

    @Test
    void a_permanent_logical_slot_is_made_where_its_leader_is() {
        var wanted = new PermanentSlot.Logical("cdc", "shop", "pgoutput");
        leader().config("slots", Map.of("cdc", CDC)).decides().planning(new Action.CreateLogicalSlots(List.of(wanted)));
        leader().config("slots", Map.of("cdc", CDC)).slots(active("b", 1), active("c", 1), logical("cdc", 500)).decides().neverPlanning(Action.CreateLogicalSlots.class);
        standby().config("slots", Map.of("cdc", CDC)).decides().neverPlanning(Action.CreateLogicalSlots.class);
        leader().config("slots", Map.of("b", CDC)).decides().neverPlanning(Action.CreateLogicalSlots.class);
    }

    @Test
    void a_copied_slot_is_moved_and_one_that_was_lost_is_copied_again() {
        standby().config("slots", Map.of("cdc", CDC)).slots(slot("a", 900), slot("c", 900), logical("cdc", 400)).publishedSlots(Map.of("cdc", lsn(500))).decides().planning(advance("cdc", 500));
        leader().config("slots", Map.of("cdc", CDC)).slots(active("b", 900), active("c", 900), logical("cdc", 400)).publishedSlots(Map.of("cdc", lsn(500))).decides().neverPlanning(Action.AdvanceSlots.class);
        var lost = new Slot("cdc", new Slot.Kind.Logical("shop", "pgoutput"), false, lsn(400), true);
        standby().config("slots", Map.of("cdc", CDC)).slots(slot("a", 900), slot("c", 900), lost).decides().planning(drop("cdc"));
    }

    // ---- of others

    @Test
    void a_slot_that_nobody_speaks_of_stays_and_one_that_was_permanent_goes() {
        leader().slots(active("b", 1), active("c", 1), slot("mine", 5), logical("theirs", 5)).decides().neverPlanning(Action.DropSlots.class);
        standby().slots(slot("a", 1), slot("c", 1), slot("mine", 5), logical("theirs", 5)).decides().neverPlanning(Action.DropSlots.class);
        leader().slots(active("b", 1), active("c", 1), slot("mine", 5)).retired("mine").decides().planning(drop("mine"));
        leader().slots(active("b", 1), active("c", 1), active("mine", 5)).retired("mine").decides().neverPlanning(Action.DropSlots.class);
    }

    @Test
    void what_is_to_be_ignored_is_never_dropped() {
        var retired = leader().slots(active("b", 1), active("c", 1), logical("mine", 5)).retired("mine");
        for (var matcher : List.of(Map.of("name", "mine"), Map.of("type", "logical", "plugin", "pgoutput"), Map.of("database", "shop")))
            retired.config("ignore_slots", List.of(matcher)).decides().neverPlanning(Action.DropSlots.class);
        for (var matcher : List.of(Map.of("name", "other"), Map.of("name", "mine", "type", "physical"), Map.of()))
            retired.config("ignore_slots", List.of(matcher)).decides().planning(drop("mine"));
    }

    @Test
    void a_paused_cluster_and_one_without_a_leader_are_left_alone() {
        for (var given : List.of(leader().slots().config("pause", true), standby().slots().config("pause", true), standby().slots().lockAbsent()))
            given.decides().neverPlanning(Action.CreateSlots.class, Action.DropSlots.class, Action.AdvanceSlots.class);
    }
}
