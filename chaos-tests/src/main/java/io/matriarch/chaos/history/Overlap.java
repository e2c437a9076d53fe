package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.List;

/// Two servers writable at once: for how long at least, and at most.
///
/// Of two eras of different nodes the later began with its first acknowledgement, and the earlier ended with its last:
/// the overlap is `last of the earlier - first of the later`. `atLeast` takes the bounds most favourable to the cluster, so when it is
/// above zero no order of the commits explains the answers; `atMost` takes the least favourable ones, so it also
/// counts what the latency of a single write could hide. While the earlier's host stood still it was not writable: the overlap counts from
/// the thaw.
public record Overlap(String earlier, String later, Duration atLeast, Duration atMost) {

    /// No two servers, no overlap.
    public static final Overlap NONE = new Overlap("", "", Duration.ZERO, Duration.ZERO);

    /// The longest overlap of any two eras of different nodes.
    static Overlap worst(List<Era> eras, List<Standstill> standstills) {
        var worst = NONE;
        for (var a : eras) {
            for (var b : eras) {
                if (!a.node().equals(b.node()) && !a.beganAfter(b)) {
                    worst = longer(worst, between(a, b, standstills));
                }
            }
        }
        return worst;
    }

    private static Overlap between(Era earlier, Era later, List<Standstill> standstills) {
        return new Overlap(earlier.node(), later.node(),
                positive(earlier.lastSent().minus(since(later.firstReceived(), earlier, standstills))),
                positive(earlier.lastReceived().minus(since(later.firstSent(), earlier, standstills))));
    }

    private static Duration since(Duration laterBegan, Era earlier, List<Standstill> standstills) {
        var since = laterBegan;
        for (var standstill : standstills) {
            since = standstill.blamedSince(earlier, since);
        }
        return since;
    }

    private static Overlap longer(Overlap a, Overlap b) {
        int certain = a.atLeast.compareTo(b.atLeast);
        return certain > 0 || (certain == 0 && a.atMost.compareTo(b.atMost) >= 0) ? a : b;
    }

    private static Duration positive(Duration span) {
        return span.isNegative() ? Duration.ZERO : span;
    }
}
