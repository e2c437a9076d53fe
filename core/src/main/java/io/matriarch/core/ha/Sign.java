package io.matriarch.core.ha;

import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Moment;
import java.time.Duration;

/// The last sign of life of a leader: the newest heartbeat revision that this node knows of, and an instant by which it had certainly been sent.
/// A node that has just started counts from its start: it cannot know how fresh what it reads is.
public record Sign(long revision, Moment since, Duration ttl) {
    /// Until when its writer may still be primary, by this node's clock.
    public Moment quarantined() {
        return since.plus(Deadlines.of(ttl).quarantine());
    }

    /// A heartbeat of `other` was known to have been sent by `seen`. Any other revision counts, not only a higher one: after etcd was
    /// wiped or restored revisions start again, and a leader's heartbeats must not pass unheard. One told late only makes us wait.
    public Sign heard(long other, Moment seen, Duration itsTtl) {
        return other != revision ? new Sign(other, seen, itsTtl) : this;
    }
}
