package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.StandbyNames;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.WalPosition;
import java.util.List;
import java.util.Map;

/// One effect to carry out now. Each is guarded again where it happens.
public sealed interface Action {
    /// A write to etcd that is not about the lock.
    record Write(DcsWrite write) implements Action {}

    /// Whether a guardian ends the server when the permit of a proof is over.
    enum Arming {
        GUARDED, HANDS_OFF
    }

    /// Take the lock; the permit counts from before the send.
    record TakeLock(DcsWrite.OfLock write, Arming arming) implements Action {}

    /// Renew the lock; the permit counts from before the send.
    record RenewLock(LeaderLock.Held mine, DcsWrite.Proof proof, Arming arming) implements Action {}

    /// Ask all of them to confirm that this member leads, instead of etcd; the permit counts from before the first question, and only when all have.
    record AskMembers(LeaderClaim claim, List<Member> members) implements Action {
        public AskMembers {
            members = List.copyOf(members);
        }
    }

    /// Give the lock away. Carried out only when no process of the server can write.
    record GiveLock(DcsWrite.OfLock write) implements Action {}

    /// Delete a leader key that came back with an old etcd. Whoever comes next waits as for a leader that died.
    record DisownLock(DcsWrite.Disown write) implements Action {}

    /// Start a job: these steps, one after another, in the one slot.
    record RunJob(JobKind kind, List<Step> steps) implements Action {
        public RunJob {
            steps = List.copyOf(steps);
        }
    }

    /// End the job under way early.
    record CancelJob() implements Action {}

    /// Kill every process of the server now; it may not be stopped in a friendlier way any more.
    record Kill() implements Action {}

    /// Point the running standby at its upstream.
    record Follow(Step.Upstream upstream) implements Action {}

    /// Write a promise to the own disk, durably.
    record WritePromise(Promised.To promise) implements Action {}

    /// The guardian has nothing to end: the server is a standby.
    record Disarm() implements Action {}

    /// Make the server's commits wait for these.
    record SetStandbyNames(StandbyNames names) implements Action {}

    /// Leave it to the operator's own configuration whom commits wait for.
    record StandbyNamesAsConfigured() implements Action {}

    record CreateSlots(List<String> names) implements Action {}

    record DropSlots(List<String> names) implements Action {}

    record CreateLogicalSlots(List<PermanentSlot.Logical> slots) implements Action {
        public CreateLogicalSlots {
            slots = List.copyOf(slots);
        }
    }

    /// Move slots that nobody receives from here up to where their owners are.
    record AdvanceSlots(Map<String, WalPosition> to) implements Action {
        public AdvanceSlots {
            to = Map.copyOf(to);
        }
    }

    record Configure(ClusterConfig config) implements Action {}

    record Checkpoint() implements Action {}

    /// This request of an operator is done with: another that has overridden it meanwhile is not.
    record RequestDone(LocalRequest request, boolean succeeded, String reason) implements Action {}

    /// This scheduled restart is over and done with: it begins now, or it does not; why is for people. One that was taken back or replaced meanwhile is not.
    record EndSchedule(ScheduledRestart.At restart, boolean begins, String because) implements Action {}

    /// End the agent's process.
    record Exit(int code) implements Action {}
}
