package io.matriarch.core.runtime;

import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.ScheduledRestart;
import java.util.function.Consumer;

/// The way in for operators' requests: REST handlers and signals use it; the loop answers.
public interface Operator {
    /// Whether there has been a first tick; before that there is nothing to show.
    boolean ready();

    /// The newest published facts. Never blocks. Only when [#ready()].
    Snapshot snapshot();

    /// Asks this node for something; `reply` comes when it is done, refused or failed. One at a time: a second is refused.
    void request(LocalRequest request, Consumer<Answer> reply);

    /// Has this server restarted later. False: one is scheduled already, and stays.
    default boolean schedule(ScheduledRestart.At restart) {
        return false;
    }

    /// Takes it back. False: none was scheduled.
    default boolean unschedule() {
        return false;
    }

    /// Runs `reply` once, after a tick that looked at everything later than this call. Any thread; must not block.
    void refresh(Runnable reply);

    /// A leader that cannot reach etcd claims to lead: whether this node confirms that, on the loop's thread. Only when [#ready()].
    default void confirm(LeaderClaim claim, Consumer<Confirmation> reply) {
        reply.accept(new Confirmation.Refused(Confirmation.Ground.UNKNOWN, "nobody is confirmed here"));
    }

    /// Runs the next tick now.
    void wake();

    /// Calls `listener` whenever newer facts or a decision are published (any thread, must not block), also between two ticks, until the returned handle runs.
    Runnable onTick(Runnable listener);

    /// `done` false: refused or failed, `reason` says why.
    record Answer(boolean done, String reason) {}
}
