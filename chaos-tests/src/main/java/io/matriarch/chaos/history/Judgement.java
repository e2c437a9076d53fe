package io.matriarch.chaos.history;

import java.util.ArrayList;
import java.util.List;

/// Which findings of a verdict break a promise.
public final class Judgement {

    private Judgement() {}

    /// The broken promises, one sentence each; empty when all were kept.
    ///
    /// @param hostFroze the whole host was frozen: after the thaw its server may answer for the milliseconds that the killers need,
    ///                  since nothing on a frozen host can act. That overlap, and rows acknowledged in it, are measured but allowed
    public static List<String> violations(Verdict verdict, boolean hostFroze) {
        var broken = new ArrayList<String>();
        var overlap = verdict.overlap();
        if (!hostFroze && overlap.atLeast().isPositive()) {
            broken.add("%s was still writable %d ms after %s had become so".formatted(
                    overlap.earlier(), Math.ceilDiv(overlap.atLeast().toNanos(), 1_000_000), overlap.later()));
        }
        if (!hostFroze) {
            count(broken, verdict.lost(Loss.AFTER_SUCCESSOR), "acknowledged by an old primary after its successor began, and lost");
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
