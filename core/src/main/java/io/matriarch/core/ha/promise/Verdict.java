package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;

/// What a candidate does next.
public sealed interface Verdict {
    /// One English sentence: why.
    String because();

    /// Be promoted: nothing that was acknowledged is missing here.
    record Lead(String because) implements Verdict {}

    /// Stream from this voter until all that it has is here, then judge again.
    record FetchFrom(MemberName voter, String because) implements Verdict {}

    /// Let the key go: this voter has what cannot be had here without a rewind.
    record StepAsideFor(MemberName voter, String because) implements Verdict {}

    /// So many promises are missing.
    record Wait(int missing, String because) implements Verdict {}

    /// Let the key go: this copy may not lead as it is, whoever else may.
    record Withdraw(String because) implements Verdict {}
}
