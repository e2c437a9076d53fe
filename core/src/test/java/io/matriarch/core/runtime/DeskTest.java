package io.matriarch.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.runtime.Operator.Answer;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.ScheduledRestart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is answered what, and what waits on.
class DeskTest {
    private static final LocalRequest RESTART = new LocalRequest.Restart(Duration.ofSeconds(7));
    private final LeashTest.Hand hand = new LeashTest.Hand();
    private final Desk desk = new Desk(new Leash(hand, hand, hand), () -> {}, (_, _) -> {});
    private final List<Answer> heard = new ArrayList<>();

    private void asked(LocalRequest request) {
        desk.request(request, heard::add);
    }

    @Test
    void a_restart_is_over_when_the_job_that_was_begun_for_it_has_ended() {
        asked(RESTART);
        desk.restarted(RESTART, false);
        assertThat(desk.request()).isEqualTo(new LocalRequest.Restarted(false));
        assertThat(heard).isEmpty();
    }

    @Test
    void one_that_was_begun_for_another_reason_is_not_the_one_that_was_asked_for() {
        asked(RESTART);
        desk.restarted(LocalRequest.NONE, true);
        assertThat(desk.request()).isEqualTo(RESTART);
        assertThat(heard).isEmpty();
    }

    /// Decided before SIGTERM came, carried out after it.
    @Test
    void an_answer_is_for_who_asked_for_that_and_takes_no_shutdown_away() {
        asked(RESTART);
        asked(new LocalRequest.Shutdown());
        desk.answer(RESTART, true, "restarted successfully");
        assertThat(heard).containsExactly(new Answer(false, "the agent is shutting down"));
        assertThat(desk.request()).isEqualTo(new LocalRequest.Shutdown());
    }

    @Test
    void whoever_is_answered_waits_no_more() {
        asked(RESTART);
        asked(new LocalRequest.Reinitialize(false));
        desk.answer(RESTART, true, "restarted successfully");
        desk.answer(RESTART, false, "again");
        assertThat(heard).containsExactly(new Answer(false, "restart already in progress"), new Answer(true, "restarted successfully"));
        assertThat(desk.request()).isEqualTo(LocalRequest.NONE);
    }

    // ---- scheduled ones

    private static ScheduledRestart.At at(String time) {
        return new ScheduledRestart.At(new Document(Map.of("schedule", time, "timeout", 7)), new Moment(0), "");
    }

    /// As a look computes its time.
    private void ends(ScheduledRestart.At restart, boolean begins) {
        desk.scheduleEnds(restart.dueAt(new Moment(5)), begins);
    }

    @Test
    void a_scheduled_restart_that_is_due_is_asked_for_and_scheduled_no_more() {
        desk.schedule(at("10:00"));
        ends(at("10:00"), true);
        assertThat(desk.request()).isEqualTo(RESTART);
        assertThat(desk.scheduled()).isEqualTo(ScheduledRestart.NONE);
    }

    @Test
    void one_that_was_taken_back_does_not_begin_and_the_next_one_stays() {
        desk.schedule(at("10:00"));
        desk.unschedule();
        ends(at("10:00"), true);
        assertThat(desk.request()).isEqualTo(LocalRequest.NONE);
        desk.schedule(at("11:00"));
        ends(at("10:00"), true);
        ends(at("10:00"), false);
        assertThat(desk.request()).isEqualTo(LocalRequest.NONE);
        assertThat(desk.scheduled()).isEqualTo(at("11:00"));
    }

    @Test
    void one_that_has_to_wait_for_another_request_stays() {
        desk.schedule(at("10:00"));
        asked(new LocalRequest.Reinitialize(false));
        ends(at("10:00"), true);
        assertThat(desk.request()).isEqualTo(new LocalRequest.Reinitialize(false));
        assertThat(desk.scheduled()).isEqualTo(at("10:00"));
        ends(at("10:00"), false);
        assertThat(desk.scheduled()).isEqualTo(ScheduledRestart.NONE);
        assertThat(heard).isEmpty();
    }
}
