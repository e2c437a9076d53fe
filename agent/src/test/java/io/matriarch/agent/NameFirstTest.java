package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.agent.SameName.Verdict;
import io.matriarch.agent.host.SetClock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Lease;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// etcd was silent when this agent started: it is neither believed nor written to before it is known whose the name is.
class NameFirstTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DcsView ANSWER = new DcsView.Reachable(ClusterView.EMPTY, Lease.NONE);
    private static final DcsView SILENCE = new DcsView.Unreachable("no answer");
    private static final Verdict.Taken TAKEN = new Verdict.Taken("name: there is already a member 'node1'");
    private final LoopThread loop = new LoopThread("loop");
    private final SetClock clock = new SetClock();
    private final AtomicInteger written = new AtomicInteger();
    private final Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger questions = new AtomicInteger();

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void a_name_that_was_found_free_at_the_start_is_not_asked_for_again() {
        var dcs = over(Verdict.FREE, ANSWER);
        assertThat(read(dcs)).isEqualTo(ANSWER);
        assertThat(write(dcs)).isEqualTo(new WriteOutcome.Done(1));
        assertThat(questions).hasValue(0);
    }

    @Test
    void a_silent_etcd_is_a_silent_etcd_and_nobody_is_asked() {
        assertThat(read(over(Verdict.UNKNOWN, SILENCE))).isEqualTo(SILENCE);
        assertThat(questions).hasValue(0);
    }

    @Test
    void its_first_answer_is_used_for_the_name_alone_and_the_next_ones_are_believed() {
        verdicts.add(Verdict.FREE);
        var dcs = over(Verdict.UNKNOWN, ANSWER);
        assertThat(write(dcs)).as("an operator's").isInstanceOf(WriteOutcome.Refused.class);
        assertThat(read(dcs)).isInstanceOf(DcsView.Unreachable.class);
        await().atMost(PATIENCE).until(() -> read(dcs).equals(ANSWER));
        assertThat(written).hasValue(0);
        assertThat(write(dcs)).isEqualTo(new WriteOutcome.Done(1));
        assertThat(questions).hasValue(1);
    }

    @Test
    void a_name_that_is_taken_is_said_and_asked_for_again_and_nothing_is_written_meanwhile() {
        verdicts.addAll(List.of(TAKEN, TAKEN, Verdict.FREE));
        var dcs = over(Verdict.UNKNOWN, ANSWER);
        await().atMost(PATIENCE).until(() -> read(dcs).equals(new DcsView.Unreachable(TAKEN.reason())));
        assertThat(write(dcs)).isEqualTo(new WriteOutcome.Refused(TAKEN.reason()));
        assertThat(questions).as("not at every look").hasValue(1);
        await().atMost(PATIENCE).until(() -> later(dcs) instanceof DcsView.Reachable);
        assertThat(questions).hasValue(3);
        assertThat(written).hasValue(0);
    }

    @Test
    void a_question_that_fails_is_asked_again() {
        verdicts.add(Verdict.FREE);
        var failing = new ArrayDeque<>(List.of(new IllegalStateException("a bug")));
        var dcs = new NameFirst(new Answering(ANSWER), clock, loop, _ -> {
            if (!failing.isEmpty()) throw failing.remove();
            return verdicts.remove();
        }, Verdict.UNKNOWN);
        await().atMost(PATIENCE).until(() -> later(dcs).equals(ANSWER));
    }

    private NameFirst over(Verdict known, DcsView view) {
        return new NameFirst(new Answering(view), clock, loop, _ -> {
            questions.incrementAndGet();
            return verdicts.remove();
        }, known);
    }

    private DcsView later(Dcs dcs) {
        clock.pass(Duration.ofSeconds(11));
        return read(dcs);
    }

    private DcsView read(Dcs dcs) {
        var view = new CompletableFuture<DcsView>();
        loop.execute(() -> dcs.read(PATIENCE, view::complete));
        return view.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private WriteOutcome write(Dcs dcs) {
        var outcome = new CompletableFuture<WriteOutcome>();
        dcs.write(new DcsWrite.ClearRequest(1), PATIENCE, outcome::complete);
        return outcome.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /// Always the same answer, at once.
    private final class Answering implements Dcs {
        private final DcsView view;

        Answering(DcsView view) {
            this.view = view;
        }

        @Override
        public void read(Duration within, Consumer<DcsView> reply) {
            reply.accept(view);
        }

        @Override
        public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
            reply.accept(new WriteOutcome.Done(written.incrementAndGet()));
        }

        @Override
        public void watch(WatchListener listener) {
            throw new UnsupportedOperationException("nothing is watched here");
        }
    }
}
