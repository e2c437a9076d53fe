package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotRulesTest {
    private static Document slots(String key, Map<String, Object> slots) {
        return new Document(Map.of(key, slots));
    }

    @Test
    void slots_are_read_under_each_of_their_names() {
        for (var key : List.of("slots", "permanent_slots", "permanent_replication_slots"))
            assertThat(SlotRules.permanent(slots(key, Map.of("b", Map.of("type", "logical", "database", "d", "plugin", "p"), "a", Map.of()))))
                    .containsExactly(new PermanentSlot.Physical("a"), new PermanentSlot.Logical("b", "d", "p"));
    }

    @Test
    void an_empty_or_false_value_is_a_physical_slot() {
        var values = new HashMap<String, Object>(Map.of("a", false, "b", "", "c", 0, "d", Map.of()));
        values.put("e", null);
        assertThat(SlotRules.problems(slots("slots", values))).isEmpty();
        assertThat(SlotRules.permanent(slots("slots", values))).hasSize(5).allMatch(PermanentSlot.Physical.class::isInstance);
    }

    @Test
    void what_cannot_be_understood_is_named_and_left_out() {
        var damaged = slots("slots", Map.of("A", Map.of(), "x", 7, "y", Map.of("type", "odd"), "z", Map.of("type", "logical", "plugin", "p"), "ok", Map.of("cluster_type", "primary"),
                "far", Map.of("cluster_type", "standby"), "s".repeat(64), Map.of()));
        assertThat(SlotRules.problems(damaged)).hasSize(5);
        assertThat(SlotRules.problems(damaged)).extracting(SlotRules.Problem::path).contains("slots.A", "slots.x", "slots.y");
        assertThat(SlotRules.problems(slots("slots", Map.of("a: b", Map.of())))).singleElement().satisfies(problem -> assertThat(problem.path()).isEqualTo("slots.a: b"));
        assertThat(SlotRules.permanent(damaged)).containsExactly(new PermanentSlot.Physical("ok"));
        assertThat(SlotRules.permanent(new Document(Map.of("slots", "x")))).isEmpty();
        assertThat(SlotRules.problems(new Document(Map.of("slots", "x", "ignore_slots", List.of("y", Map.of(), Map.of("name", "z")))))).hasSize(3);
    }

    @Test
    void any_text_in_a_tag_counts_as_true_as_in_patroni() {
        assertThat(Tags.of(new Document(Map.of("nofailover", "false", "nosync", "x"))).noFailover()).isTrue();
        assertThat(Tags.of(new Document(Map.of("noloadbalance", "", "clonefrom", 0))).noLoadBalance()).isFalse();
        assertThat(Tags.of(new Document(Map.of("nostream", "false"))).noStream()).isFalse();
    }

    @Test
    void the_truth_value_wins_over_the_priority() {
        assertThat(Tags.of(new Document(Map.of("nofailover", false, "failover_priority", 0)))).satisfies(tags -> {
            assertThat(tags.noFailover()).isFalse();
            assertThat(tags.failoverPriority()).isEqualTo(1);
        });
        assertThat(Tags.of(new Document(Map.of("nofailover", true, "failover_priority", 2))).noFailover()).isTrue();
        assertThat(Tags.of(new Document(Map.of("failover_priority", 0))).noFailover()).isTrue();
    }
}
