package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;

/// The little that must outlive a tick. It goes into a decision and comes out of it; nothing else is remembered anywhere.
///
/// `config` and `cluster` are the last known ones (shown and obeyed while etcd is dark, never ground to promote).
/// `heartbeat` is the last sign of life of a leader: see [Heartbeat].
/// `crashedAt` is when the local primary was first seen crashed since it last ran; `failedStarts` counts starts that failed since then.
/// `dcsSeen` is when etcd last answered.
public record Memory(ClusterConfig config, ClusterView cluster, Heartbeat heartbeat, Crash crash, Moment dcsSeen) {
    /// The leader key's newest modification revision that this node saw, and when it saw it first: the writer sent it before that.
    /// A node that has just started knows of none and counts from its start ([Heartbeat#since]).
    public record Heartbeat(MemberName holder, long modRevision, Moment since) {}

    public sealed interface Crash {
        record None() implements Crash {}

        record Since(Moment first, int failedStarts) implements Crash {}

        None NONE = new None();
    }

    public static Memory atStart(ClusterConfig config, Moment now) {
        return new Memory(config, ClusterView.EMPTY, new Heartbeat(new MemberName(""), 0, now), Crash.NONE, now);
    }
}
