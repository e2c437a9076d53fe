package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// A server is writable only while the last proof of leadership that etcd has for it allows that: until all but two seconds of the ttl are
/// over, counted from when the proof was sent (safety.md 1.2). The arithmetic is its own, the product's may be wrong.
final class UnderPermit {
    static final String NAME = "writable only under a permit";
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(2);
    private static final double RATE_ERROR = 1e-3;
    private final Map<MemberName, Proof> proofs = new TreeMap<>();
    private final Map<MemberName, Moment> confirmed = new TreeMap<>();

    private record Proof(Duration ttl, Moment until) {}

    /// etcd carried out what proves that `name` leads. `sent` is by the clock of its machine; `ttl` is what others wait for.
    void proven(MemberName name, Moment sent, Duration ttl) {
        var until = end(sent, ttl);
        var known = proofs.get(name);
        // One with a shorter ttl tells others to wait less; of two with the same, the one sent later counts, in whatever order they came.
        var newer = known == null || ttl.compareTo(known.ttl) < 0 || known.until.isBefore(until);
        if (newer) proofs.put(name, new Proof(ttl, until));
    }

    /// Everybody who could lead confirmed what it said at `sent`. Nobody waits less for that, whatever ttl etcd is told of, before or later (seed 118760).
    void confirmed(MemberName name, Moment sent, Duration ttl) {
        confirmed.merge(name, end(sent, ttl), Moment::later);
    }

    private static Moment end(Moment sent, Duration ttl) {
        return sent.plus(ttl).minus(Duration.ofNanos((long) (ttl.toNanos() * RATE_ERROR))).minus(BEFORE_THE_END);
    }

    /// Until when it may be writable, by its machine's clock.
    Moment until(MemberName name) {
        var proof = proofs.get(name);
        return Moment.later(proof == null ? new Moment(0) : proof.until, confirmed.getOrDefault(name, new Moment(0)));
    }

    /// Its guardian lets it live until `end`: not longer than what is proven allows, whether or not it comes to that.
    void armed(MemberName name, Moment end) {
        var until = until(name);
        if (until.plus(Duration.ofMillis(1)).isBefore(end)) throw new Breach(NAME, "the guardian of " + name + " waits " + until.until(end).toMillis() + " ms longer than it may");
    }

    /// It is writable at `now`, by its machine's clock. A timer may be a millisecond late.
    void writable(MemberName name, Moment now) {
        var until = until(name);
        if (until.plus(Duration.ofMillis(1)).isBefore(now))
            throw new Breach(NAME, name + " is writable " + (until.nanos() == 0 ? "and never proved to lead" : until.until(now).toMillis() + " ms after what it proved last was over"));
    }
}
