package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which findings of a verdict break a promise.
public final class Judgement {

    /// What the killers of a thawed host may need; they are late because they stood still, too.
    private static final Duration AFTER_THAW = Duration.ofSeconds(1);

    private Judgement() {}

    /// The broken promises, one sentence each; empty when all were kept.
    ///
    /// @param hostFroze the whole host was frozen: nothing on it could act, so that after the thaw its server may answer for the
    ///                  milliseconds that the killers need. That overlap (below 1 s), and rows acknowledged in it, are measured but allowed
    /// @param synchronous no acknowledged row may be lost, however young
    public static List<String> violations(Verdict verdict, boolean hostFroze, boolean synchronous) {
        var broken = new ArrayList<String>();
        var overlap = verdict.overlap();
        if (overlap.atLeast().compareTo(hostFroze ? AFTER_THAW : Duration.ZERO) > 0) {
            broken.add("%s was still writable for %d ms when %s was, too".formatted(
                    overlap.earlier(), Math.ceilDiv(overlap.atLeast().toNanos(), 1_000_000), overlap.later()));
        }
        if (!hostFroze || synchronous) {
            count(broken, verdict.lost(Loss.AFTER_SUCCESSOR), "acknowledged by an old primary after its successor began, and lost");
        }
        if (synchronous) {
            count(broken, verdict.lost(Loss.INSIDE_BOUND), "acknowledged and lost though commits were synchronous");
        }
        count(broken, verdict.lost(Loss.OUTSIDE_BOUND), "acknowledged and lost outside the asynchronous bound");
        count(broken, verdict.refusedButThere().size(), "refused and nevertheless there");
        count(broken, verdict.twice().size(), "there more than once");
        count(broken, verdict.unasked().size(), "there though nobody wrote them");
        return broken;
    }

    private static void count(List<String> broken, int rows, String what) {
        if (rows > 0) {
            broken.add(rows + " rows " + what);
        }
    }
}
