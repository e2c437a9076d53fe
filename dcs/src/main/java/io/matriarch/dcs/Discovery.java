package io.matriarch.dcs;

import io.matriarch.dcs.SrvLookup.Found;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The members that DNS names (`etcd3.srv`): asked for at the start, and again whenever nobody answers, for they may have moved. One question at a
/// time, on a thread of its own; everything else on the adapter's one thread.
final class Discovery implements Endpoints.Source {
    /// Between two questions, while nobody answers.
    static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final String domain;
    private final Supplier<Found> lookup;
    private final Takes takes;
    private final ThreadFactory asking;
    private final ScheduledExecutorService thread;
    private Known known = new Known.Nothing();
    private String where = HOSTS;
    private boolean underWay;
    private long heard = System.nanoTime() - PAUSE.toNanos();

    /// What came of the last question.
    private sealed interface Known {
        /// None has been answered.
        record Nothing() implements Known {}

        record Used(Found.Members members) implements Known {}

        /// TLS cannot be set up to them.
        record Unusable(Found.Members members, String fault) implements Known {}

        record Nobody(Found.Nobody found) implements Known {}
    }

    /// Whoever uses the members.
    interface Takes {
        /// Goes on with them.
        ///
        /// @throws IllegalArgumentException when TLS cannot be set up to them, naming the setting
        void take(Found.Members members);
    }

    Discovery(String domain, Supplier<Found> lookup, Takes takes, ThreadFactory asking, ScheduledExecutorService thread) {
        this.domain = domain;
        this.lookup = lookup;
        this.takes = takes;
        this.asking = asking;
        this.thread = thread;
    }

    @Override
    public String why() {
        return switch (known) {
            case Known.Nothing() -> "DNS is asked for the members in " + domain;
            case Known.Used(var members) -> "DNS, " + members.name();
            case Known.Unusable(_, var fault) -> fault;
            case Known.Nobody(Found.Nobody(var reason)) -> "DNS names no etcd member in " + domain + ": " + reason;
        };
    }

    @Override
    public String where() {
        return where;
    }

    /// Begins to ask, unless that is under way or has just been done.
    @Override
    public void ask() {
        if (underWay || System.nanoTime() - heard < PAUSE.toNanos()) return;
        var answer = CompletableFuture.supplyAsync(lookup, task -> asking.newThread(task).start());
        underWay = true; // only now: where no thread can be had, the next time may have one
        var _ = answer.exceptionally(bug -> new Found.Nobody("a bug: " + bug)).thenAcceptAsync(this::heard, thread);
    }

    private void heard(Found found) {
        underWay = false;
        heard = System.nanoTime();
        var before = known;
        known = switch (found) {
            case Found.Members members -> taken(members);
            case Found.Nobody nobody -> new Known.Nobody(nobody);
        };
        if (!known.equals(before)) tell();
    }

    private Known taken(Found.Members members) {
        try {
            takes.take(members);
            where = "the SRV records of " + members.name();
            return new Known.Used(members);
        } catch (IllegalArgumentException unusable) {
            return new Known.Unusable(members, unusable.getMessage());
        }
    }

    /// Whoever was known stays where nobody else came.
    private void tell() {
        if (known instanceof Known.Used(Found.Members(var name, var endpoints, var secured, var unusable)))
            LOG.info("etcd members by DNS, {}: {}{}{}", name, endpoints, secured ? ", by TLS" : "", unusable.isEmpty() ? "" : "; no host is named by " + unusable);
        else LOG.warn("etcd3.srv: {}", why());
    }
}
