package io.matriarch.rest;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.view.PostgresState;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Lets `GET /patroni` answer from a tick that began after the question: peers decide by our WAL position there who leads next, and who has
/// received the last byte of a leader that has just stopped. Questions share ticks, so that a flood of them costs twenty ticks a second at most;
/// a loop or a server that hangs leaves the newest facts there are. All on one event loop.
final class FreshFacts {
    /// A peer says this in its question (`?fresh`), or by its `User-Agent` that it is a Patroni.
    static final String WORD = "fresh";
    private static final String PATRONI = "Patroni/";
    /// Of a server that is known not to answer nothing fresher is to be had, unless it has come back.
    private static final Duration SILENT = Duration.ofMillis(25);
    private static final Duration APART = Duration.ofMillis(50);
    private final Vertx vertx;
    private final Operator operator;
    private final Patience patience;
    private List<Runnable> waiting = new ArrayList<>();
    private boolean due;
    private long askedAt = System.nanoTime() - APART.toNanos();

    /// How long who asks waits for fresh facts: a peer decides by them, everybody else has an answer within 50 ms, whatever hangs.
    record Patience(Duration peer, Duration anybody) {
        private static final Patience USUAL = new Patience(Duration.ofMillis(250), Duration.ofMillis(30));

        Duration of(HttpServerRequest request) {
            return request.params().contains(WORD) || request.headers().contains(HttpHeaders.USER_AGENT) && request.getHeader(HttpHeaders.USER_AGENT).startsWith(PATRONI) ? peer : anybody;
        }
    }

    FreshFacts(Vertx vertx, Operator operator) {
        this(vertx, operator, Patience.USUAL);
    }

    FreshFacts(Vertx vertx, Operator operator, Patience patience) {
        this.vertx = vertx;
        this.operator = operator;
        this.patience = patience;
    }

    /// Runs `answer` once, on this event loop.
    void then(HttpServerRequest request, Runnable answer) {
        var question = new Question(answer);
        question.timer = vertx.setTimer((silent() ? SILENT : patience.of(request)).toMillis(), _ -> question.answer());
        waiting.add(question::answer);
        if (due) return;
        due = true;
        var early = Duration.ofNanos(askedAt + APART.toNanos() - System.nanoTime());
        var context = vertx.getOrCreateContext();
        if (early.toMillis() <= 0) ask(context);
        else vertx.setTimer(early.toMillis(), _ -> ask(context));
    }

    private boolean silent() {
        return operator.snapshot().world().postgres() instanceof PostgresState.Silent;
    }

    private void ask(Context context) {
        due = false;
        askedAt = System.nanoTime();
        var all = waiting;
        waiting = new ArrayList<>();
        operator.refresh(() -> context.runOnContext(_ -> all.forEach(Runnable::run)));
    }

    private final class Question {
        private final Runnable answer;
        private long timer;
        private boolean answered;

        private Question(Runnable answer) {
            this.answer = answer;
        }

        private void answer() {
            if (answered) return;
            answered = true;
            vertx.cancelTimer(timer);
            answer.run();
        }
    }
}
