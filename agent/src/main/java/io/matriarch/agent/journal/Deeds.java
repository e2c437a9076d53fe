package io.matriarch.agent.journal;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.port.DcsWrite;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// What was done, in few words.
public final class Deeds {
    private Deeds() {}

    /// Without what a healthy cluster does in every tick.
    public static List<Performed> unusual(Collection<Performed> performed) {
        return performed.stream().filter(p -> !p.succeeded() || !usual(p.action())).toList();
    }

    /// Without what only informs others: what a reader of one record wants to see.
    public static List<Performed> ofWeight(Collection<Performed> performed) {
        return performed.stream().filter(p -> !p.succeeded() || !informs(p.action())).toList();
    }

    private static boolean usual(Action action) {
        return action instanceof Action.RenewLock || action instanceof Action.AskMembers || informs(action);
    }

    private static boolean informs(Action action) {
        return action instanceof Action.Write(DcsWrite.PutMember _) || action instanceof Action.AdvanceSlots;
    }

    static String line(List<Performed> performed) {
        return unusual(performed).stream().map(Deeds::words).collect(Collectors.joining("; "));
    }

    public static String words(Performed p) {
        return name(p.action()) + (p.succeeded() ? " ok" : " failed: " + p.outcome());
    }

    public static String name(Action action) {
        return switch (action) {
            case Action.Write(var write) -> write.getClass().getSimpleName();
            case Action.TakeLock(var write, _) -> write.getClass().getSimpleName();
            case Action.GiveLock(DcsWrite.HandOver(_, var successor, _, _, _)) -> "HandOver to " + successor;
            case Action.GiveLock(var write) -> write.getClass().getSimpleName();
            case Action.DisownLock(var write) -> write.getClass().getSimpleName();
            case Action.RunJob(var kind, _) -> "job " + kind;
            case Action.SetStandbyNames(var names) -> "SetStandbyNames '" + names.text() + "'";
            case Action.AskMembers(_, var members) -> "AskMembers " + members.size();
            case Action.WritePromise(var promise) -> "WritePromise " + promise.term() + " to " + promise.candidate();
            case Action.EndSchedule(_, var begins, var because) -> (begins ? "the scheduled restart begins: " : "the scheduled restart is dropped: ") + because;
            case Action.StandbyNamesAsConfigured _, Action.RenewLock _, Action.CancelJob _, Action.Kill _, Action.Follow _, Action.Disarm _, Action.CreateSlots _, Action.DropSlots _, Action.CreateLogicalSlots _, Action.AdvanceSlots _, Action.Configure _,
                    Action.Checkpoint _, Action.RequestDone _, Action.Exit _ -> action.getClass().getSimpleName();
        };
    }
}
