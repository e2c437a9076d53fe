package io.matriarch.dcs;

import io.grpc.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// One request on its way to several endpoints, one after another. Used on the adapter's one thread only.
final class Hedge<R> {
    private final List<EtcdEndpoint> order;
    private final Deadline deadline;
    private final ScheduledExecutorService thread;
    private final Endpoints.Send<R> send;
    private final long patience;
    private final CompletableFuture<Answer<R>> result = new CompletableFuture<>();
    private int sent;
    private int failed;

    Hedge(List<EtcdEndpoint> order, Deadline deadline, ScheduledExecutorService thread, Endpoints.Send<R> send) {
        this.order = order;
        this.deadline = deadline;
        this.thread = thread;
        this.send = send;
        this.patience = deadline.timeRemaining(TimeUnit.NANOSECONDS) / Math.max(3, order.size());
    }

    CompletableFuture<Answer<R>> start() {
        next(0);
        return result;
    }

    /// Goes on to the endpoint of this number, unless an answer is there or somebody already went on.
    private void next(int number) {
        if (result.isDone() || number != sent || number == order.size()) return;
        sent++;
        var _ = send.apply(order.get(number), deadline).thenAccept(answer -> arrived(number, answer));
        if (sent == order.size()) return;
        var _ = thread.schedule(() -> next(number + 1), patience, TimeUnit.NANOSECONDS);
    }

    private void arrived(int number, Answer<R> answer) {
        if (!answer.elsewhere()) result.complete(answer);
        else if (++failed == order.size()) result.complete(answer);
        else next(number + 1);
    }
}
