package io.matriarch.rest;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.OperatorRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/// The end of a switchover or failover whose request was written at etcd revision `written`, when `before` led.
/// Looked for at every tick: a change of the leader key wakes the loop, so the answer comes within milliseconds of it, not at the next second.
record HandoverEnd(Handover handover, String before, long written) {

    sealed interface Verdict {
        record Pending() implements Verdict {}

        record Over(Reply reply) implements Verdict {}

        Pending PENDING = new Pending();
    }

    /// A view from before the request was written proves nothing: the key is empty there.
    Verdict judge(ClusterView cluster) {
        if (cluster.revision() < written) return Verdict.PENDING;
        var leader = Handover.holder(cluster);
        if (!leader.isEmpty() && !leader.equals(before)) return new Verdict.Over(succeeded(leader));
        var withdrawn = !leader.isEmpty() && cluster.request() instanceof OperatorRequest.None;
        return withdrawn ? new Verdict.Over(Reply.text(503, handover.title() + " failed")) : Verdict.PENDING;
    }

    private Reply succeeded(String leader) {
        var verb = handover.failover() ? "failed" : "switched";
        if (handover.candidate().isEmpty() || handover.candidate().equals(leader))
            return Reply.text(200, "Successfully %s over to \"%s\"".formatted(verb, leader));
        var title = handover.failover() ? "Failed" : "Switched";
        return Reply.text(200, "%s over to \"%s\" instead of \"%s\"".formatted(title, leader, handover.candidate()));
    }

    /// How long is waited. Patroni gives up after `blind` in any case, and says that it does not know while the switchover goes on; here that is
    /// the answer only when etcd could not be read for so long, or when it still goes on after `longest`.
    record Patience(Duration blind, Duration longest) {
        private static final Duration LONGEST = Duration.ofMinutes(10);
        private static final Duration USUAL = Duration.ofSeconds(10);

        static Patience of(Operator operator) {
            var loopWait = operator.snapshot().decision().memory().config().timing().loopWait();
            return new Patience((USUAL.compareTo(loopWait) > 0 ? USUAL : loopWait).multipliedBy(2), LONGEST);
        }
    }

    void await(Vertx vertx, Operator operator, Patience patience, Consumer<Reply> reply) {
        var waiting = new Waiting(this, operator, reply, vertx.getOrCreateContext());
        waiting.context.runOnContext(_ -> waiting.begin(vertx, patience));
    }

    /// One wait, on one event loop: whatever thread a tick is announced on.
    private static final class Waiting {
        private final HandoverEnd end;
        private final Operator operator;
        private final Consumer<Reply> reply;
        private final Context context;
        private boolean over;
        private boolean seen;
        private Runnable stop = () -> {};

        private Waiting(HandoverEnd end, Operator operator, Consumer<Reply> reply, Context context) {
            this.end = end;
            this.operator = operator;
            this.reply = reply;
            this.context = context;
        }

        private void begin(Vertx vertx, Patience patience) {
            var unsubscribe = operator.onTick(() -> context.runOnContext(_ -> look()));
            var blind = vertx.setPeriodic(patience.blind.toMillis(), _ -> stillSeen());
            var longest = vertx.setTimer(patience.longest.toMillis(), _ -> finish(unknown(": it was still going on after " + patience.longest.toSeconds() + " s")));
            stop = () -> {
                unsubscribe.run();
                vertx.cancelTimer(blind);
                vertx.cancelTimer(longest);
            };
            look();
        }

        private void look() {
            if (!(operator.snapshot().world().dcs() instanceof DcsView.Reachable(var cluster, _, _))) return;
            seen |= cluster.revision() >= end.written;
            if (end.judge(cluster) instanceof Verdict.Over(var answer)) finish(answer);
        }

        private void stillSeen() {
            if (!seen) finish(unknown(": DCS is not accessible"));
            seen = false;
        }

        private Reply unknown(String why) {
            return Reply.text(503, end.handover.title() + " status unknown" + why);
        }

        private void finish(Reply answer) {
            if (over) return;
            over = true;
            stop.run();
            reply.accept(answer);
        }
    }
}
