package io.matriarch.core.ha;

import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import java.util.List;

/// What this node should be.
public sealed interface Stance {
    /// Be the primary, with the leader lock renewed.
    record Lead() implements Stance {}

    /// Hold the leader lock of a standby cluster, renewed: a standby of the remote.
    record LeadStandby() implements Stance {}

    /// Take the leader lock.
    record Race() implements Stance {}

    /// Be a standby of whoever leads, or of nobody yet.
    record Follow() implements Stance {}

    /// Stop the server; then give the lock away as `then` says.
    record StandDown(StopMode mode, Then then) implements Stance {}

    /// Make a new cluster: run initdb, or in a standby cluster copy the remote (its backup, where nobody can be asked).
    record Bootstrap() implements Stance {}

    /// Make the local copy usable again: rewind it, or clone it anew from `source`. It follows the leader afterwards, whoever it was copied from.
    record Rebuild(Way way, Member source) implements Stance {}

    /// Make a copy without anybody to copy from, by the ways that need no leader. It follows nobody afterwards.
    record Restore() implements Stance {}

    /// Stop the server and start it again in the same role.
    record Restart() implements Stance {}

    /// Copy these logical slots of the leader and restart, for a server reads its slots when it starts.
    record CopySlots(Member leader, List<String> slots) implements Stance {
        public CopySlots {
            slots = List.copyOf(slots);
        }
    }

    /// Delete the leader key, which is of a term that is over or may be, without a word on whose permit runs.
    record Disown() implements Stance {}

    /// Leave the server as it is.
    record Hold() implements Stance {}

    /// End the agent with this exit code. The server is left as it is.
    record Quit(int exitCode) implements Stance {}

    Stance LEAD = new Lead();
    Stance LEAD_STANDBY = new LeadStandby();
    Stance RACE = new Race();
    Stance FOLLOW = new Follow();
    Stance DISOWN = new Disown();
    Stance HOLD = new Hold();
    Stance RESTORE = new Restore();

    /// How a copy is made usable: [#REWIND] keeps what is common, [#CLONE] copies all and sets the old directory aside.
    enum Way {
        CLONE, REWIND
    }

    /// What becomes of the leader lock after standing down.
    sealed interface Then {
        /// It is not ours any more, or we keep it.
        record Nothing() implements Then {}

        /// Free it, for whoever is best.
        record LetGo() implements Then {}

        /// Straight to this member.
        record HandTo(MemberName successor) implements Then {}

        Then NOTHING = new Nothing();
        Then LET_GO = new LetGo();
    }

    static Stance standDown(StopMode mode, Then then) {
        return new StandDown(mode, then);
    }
}
