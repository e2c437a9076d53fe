package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What another server says becomes a path here. (Copies of real slots: LocalPostgresContract.)
class SlotCopiesTest {
    @Test
    void only_a_slot_that_was_asked_for_and_has_a_slots_name_is_taken() {
        assertThat(SlotCopies.meant("cdc", List.of("a", "cdc"))).isTrue();
        for (var evil : List.of("other", "../x", "a/b", ".", "", "A", "x".repeat(64))) assertThat(SlotCopies.meant(evil, List.of("cdc", "../x", "a/b", ".", "", "A", "x".repeat(64)))).as(evil).isFalse();
    }
}
