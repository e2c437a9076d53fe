package io.matriarch.core.port;

import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.function.Consumer;

/// The store that elects: etcd, in Patroni's key layout under `/{namespace}/{scope}/`.
///
/// Nothing here is cached: a read is one linearizable range read, a write is one guarded transaction.
public interface Dcs {
    /// Answers within `within`: what etcd has now, or that it did not answer.
    void read(Duration within, Consumer<DcsView> reply);

    /// Carries out one write. A write that got no answer is [WriteOutcome.Unknown]: neither done nor refused.
    void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply);

    /// Calls `listener` on every change under the prefix, perhaps late, twice or not at all: a wake-up, never the truth.
    /// May be called on any thread.
    void watch(WatchListener listener);

    interface WatchListener {
        /// Something that decisions look at changed: look again soon. (Heartbeats and `status` are not reported here.)
        void changed();

        /// The leader key was seen at this modification revision: its writer was alive no later than now.
        void heartbeat(MemberName holder, long modRevision);
    }
}
