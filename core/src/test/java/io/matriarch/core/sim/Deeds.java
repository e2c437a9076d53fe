package io.matriarch.core.sim;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.view.JobKind;
import java.util.List;

/// What an agent did, in a few words for a story; empty for what it does in every tick.
final class Deeds {
    private Deeds() {}

    static String words(Performed performed) {
        var words = action(performed.action());
        return words.isEmpty() || performed.succeeded() ? words : words + " (in vain: " + performed.outcome().split("[:,]", 2)[0] + ")";
    }

    private static String action(Action action) {
        return switch (action) {
            case Action.TakeLock(DcsWrite.Seize _, _) -> "takes over the leader key of one that is lost";
            case Action.TakeLock(DcsWrite.Reclaim _, _) -> "takes over its own leader key";
            case Action.TakeLock _ -> "takes the leader key";
            case Action.GiveLock(DcsWrite.HandOver(_, var successor, _, _, _)) -> "hands the leader key to " + successor;
            case Action.GiveLock _ -> "lets the leader key go";
            case Action.DisownLock _ -> "deletes the leader key of a former term";
            case Action.RunJob(var kind, var steps) -> job(kind, steps);
            case Action.CancelJob _ -> "cancels its job";
            case Action.Kill _ -> "kills its server";
            case Action.SetStandbyNames(var names) -> names.text().isEmpty() ? "lets commits wait for nobody" : "lets commits wait for " + names.text();
            case Action.StandbyNamesAsConfigured _ -> "lets commits wait as configured";
            case Action.Follow(var upstream) -> "follows " + name(upstream);
            case Action.WritePromise(var promise) -> "promises term " + promise.term() + " to " + promise.candidate();
            case Action.Write(var write) -> write(write);
            case Action.RequestDone(_, var succeeded, var reason) -> "answers the operator: " + (succeeded ? "done" : "refused") + ", " + reason;
            case Action.EndSchedule(_, var begins, var because) -> (begins ? "begins the scheduled restart: " : "drops the scheduled restart: ") + because;
            case Action.Exit(var code) -> "ends its agent with " + code;
            case Action.RenewLock _, Action.AskMembers _, Action.Disarm _, Action.CreateSlots _, Action.DropSlots _, Action.CreateLogicalSlots _, Action.AdvanceSlots _, Action.Configure _, Action.Checkpoint _ -> "";
        };
    }

    private static String write(DcsWrite write) {
        return switch (write) {
            case DcsWrite.StartInitialize _ -> "claims the right to initdb";
            case DcsWrite.FinishInitialize _ -> "writes the cluster's identity";
            case DcsWrite.PutConfig _, DcsWrite.ReplaceConfig _ -> "writes the configuration";
            case DcsWrite.RetireClaim(_, var number, _) -> "gives up the right to make timeline " + number;
            case DcsWrite.PutHistory _ -> "writes the history";
            case DcsWrite.PutFailsafe(_, var state) -> state.inForce() ? "writes whom it would ask without etcd" : "asks nobody without etcd";
            case DcsWrite.PutSync _ -> "writes who may hold every commit";
            case DcsWrite.ClearRequest _ -> "clears the operator's request";
            case DcsWrite _ -> "";
        };
    }

    private static String job(JobKind kind, List<Step> steps) {
        return switch (kind) {
            case BOOTSTRAP -> steps.getFirst() instanceof Step.InitDatabase ? "runs initdb" : "copies the remote cluster";
            case START_PRIMARY -> steps.getFirst() instanceof Step.Recover ? "recovers its server" : "starts its server as primary";
            case PRE_PROMOTE, PROMOTE -> "promotes its server";
            case RESTART -> "restarts its server";
            case COPY_SLOTS -> "copies slots of its leader and restarts its server";
            case STOP, START_STANDBY, CLONE, REWIND -> steps.stream().map(Deeds::step).filter(s -> !s.isEmpty()).reduce((a, b) -> a + " and " + b).orElse("");
        };
    }

    private static String step(Step step) {
        return switch (step) {
            case Step.Stop(var mode, _, var limit) -> "stops its server (" + mode.name().toLowerCase(java.util.Locale.ROOT) + (limit.isZero() ? "" : ", within " + FaultText.seconds(limit)) + ")";
            case Step.CloneFrom(var source, _, _) -> "clones " + source.name();
            case Step.Restore _ -> "restores a backup";
            case Step.RewindTo(var leader, _) -> "rewinds to " + leader.name();
            case Step.StartStandby(var upstream, _) -> "starts as a standby of " + name(upstream);
            case Step.FetchSlots(var leader, var names) -> "fetches the slots " + String.join(", ", names) + " of " + leader.name();
            case Step.InitDatabase _, Step.CreateUsers _, Step.Recover _, Step.StartPrimary _, Step.PrePromote _, Step.Promote _ -> "";
        };
    }

    private static String name(Step.Upstream upstream) {
        return switch (upstream) {
            case Step.Upstream.Of(var member, _) -> member.value();
            case Step.Upstream.Standby(var member, _) -> member.value();
            case Step.Upstream.Remote _ -> "the remote cluster";
            case Step.Upstream.Nobody _ -> "nobody";
        };
    }
}
