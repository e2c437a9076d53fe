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
    private boolean underWay;
    private boolean asked;
    private String where = HOSTS;
    private long heard;
    private String why;

    /// Whoever goes on with these members.
    interface Takes {
        /// False when they are the same as before.
        ///
        /// @throws IllegalArgumentException when TLS cannot be set up to them, naming the setting
        boolean take(Found.Members members);
    }

    Discovery(String domain, Supplier<Found> lookup, Takes takes, ThreadFactory asking, ScheduledExecutorService thread) {
        this.domain = domain;
        this.lookup = lookup;
        this.takes = takes;
        this.asking = asking;
        this.thread = thread;
        this.why = "DNS is asked for the members in " + domain;
    }

    @Override
    public String why() {
        return why;
    }

    @Override
    public String where() {
        return where;
    }

    /// Begins to ask, unless that is under way or has just been done.
    @Override
    public void ask() {
        if (underWay || asked && System.nanoTime() - heard < PAUSE.toNanos()) return;
        var answer = CompletableFuture.supplyAsync(lookup, task -> asking.newThread(task).start());
        underWay = true; // only now: where no thread can be had, the next time may have one
        var _ = answer.exceptionally(bug -> new Found.Nobody("a bug: " + bug)).thenAcceptAsync(this::heard, thread);
    }

    private void heard(Found found) {
        underWay = false;
        asked = true;
        heard = System.nanoTime();
        switch (found) {
            case Found.Members members -> take(members);
            case Found.Nobody(var reason) -> complain("DNS names no etcd member in " + domain + ": " + reason);
        }
    }

    private void take(Found.Members members) {
        try {
            if (takes.take(members)) LOG.info("etcd members by DNS, {}: {}{}{}", members.name(), members.endpoints(), members.secured() ? ", by TLS" : "", members.unusable().isEmpty() ? "" : "; no host is named by " + members.unusable());
            why = "DNS, " + members.name();
            where = "the SRV records of " + members.name();
        } catch (IllegalArgumentException unusable) {
            complain(unusable.getMessage());
        }
    }

    /// Whoever was known stays. Said once until it changes.
    private void complain(String reason) {
        if (!reason.equals(why)) LOG.warn("etcd3.srv: {}", reason);
        why = reason;
    }
}
