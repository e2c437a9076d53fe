package io.matriarch.core.ha.sync;

/// What the configuration asks for, given who is fit now.
public sealed interface Wish {
    /// No synchronous mode: no key, and the names that the operator configured.
    record Asynchronous(StandbyNames configured) implements Wish {}

    /// Nobody is fit, and commits shall go on: only this leader has them.
    record Nobody() implements Wish {}

    /// Nobody is fit, and commits shall wait.
    record Block() implements Wish {}

    /// Each of these acknowledges every commit, so that any one of them may be promoted by its own promise. Not empty.
    record All(NameSet standbys) implements Wish {}

    /// Any `count` of these acknowledge, 1 <= count <= size.
    record AnyOf(int count, NameSet standbys) implements Wish {}

    /// synchronous_standby_names in the end.
    default StandbyNames names() {
        return switch (this) {
            case Asynchronous(var configured) -> configured;
            case Nobody _ -> new StandbyNames.None();
            case Block _ -> new StandbyNames.Blocking();
            case All(var standbys) -> naming(standbys.size(), standbys);
            case AnyOf(int count, var standbys) -> naming(count, standbys);
        };
    }

    /// Names of this wish's kind.
    default StandbyNames naming(int count, NameSet names) {
        return this instanceof AnyOf ? new StandbyNames.Quorum(count, names) : new StandbyNames.Priority(count, names.names());
    }

    /// Who shall acknowledge and vote.
    default NameSet standbys() {
        return switch (this) {
            case All(var standbys) -> standbys;
            case AnyOf(int _, var standbys) -> standbys;
            case Asynchronous _, Nobody _, Block _ -> NameSet.NONE;
        };
    }

    /// `/sync` in the end: as many promises as must meet any set that acknowledges (W + R = N + 1 with N = |standbys|).
    default Votes votes() {
        return switch (this) {
            case All(var standbys) -> new Votes(standbys, 1);
            case AnyOf(int count, var standbys) -> new Votes(standbys, standbys.size() - count + 1);
            case Asynchronous _, Nobody _, Block _ -> Votes.NOBODYS;
        };
    }
}
