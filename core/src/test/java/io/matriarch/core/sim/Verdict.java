package io.matriarch.core.sim;

/// How one seed ended.
sealed interface Verdict {
    /// Every promise was kept and the cluster was whole again in time.
    record Held() implements Verdict {}

    /// A promise of safety was broken: `what` says which, by whom.
    record Safety(String what) implements Verdict {}

    /// Every promise was kept, and the cluster waits for a person with reason ([WaitsForAPerson]): `what` says by which rules.
    record Waits(String what) implements Verdict {}

    /// A promise was broken that nobody could have kept ([Unknowable]): no failure of ours, and not to be taken for one that was kept.
    record NobodyKnew(String what) implements Verdict {}

    /// The harm ended, and the cluster was not whole again in time.
    record Liveness(String what) implements Verdict {}

    /// Our own code threw: the agent's or the simulator's.
    record Crash(String what) implements Verdict {}

    /// Nothing is to be held against us.
    default boolean held() {
        return exitCode() == 0;
    }

    /// What a program that saw this ends with.
    default int exitCode() {
        return switch (this) {
            case Held _, Waits _, NobodyKnew _ -> 0;
            case Safety _ -> 1;
            case Liveness _ -> 2;
            case Crash _ -> 3;
        };
    }

    /// In words; empty when everything held and the cluster was whole again.
    default String text() {
        return switch (this) {
            case Held _ -> "";
            case Waits(var what) -> "waits for a person: " + what;
            case NobodyKnew(var what) -> "nobody could know: " + what;
            case Safety(var what) -> "safety: " + what;
            case Liveness(var what) -> "liveness: " + what;
            case Crash(var what) -> "crash: " + what;
        };
    }

    /// Without names and numbers: what is the same fault in two seeds has the same kind.
    default String kind() {
        return text().replaceAll("^(liveness: not whole).*", "$1").replaceAll("\\b[a-g]\\b|\\[[^]]*]|\\d+|PT[\\d.HMS]+", "_");
    }
}
