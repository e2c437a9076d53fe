package io.matriarch.core.runtime;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Action.Arming;
import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Peers;
import io.matriarch.core.port.Promises;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.ScheduledRestart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Carries a plan out, one action after another, each guarded again. The first that fails drops what may depend on it:
/// everything but the writes that only inform. Runs on the loop's scheduler.
final class Executor {
    /// Effects that the loop itself owns.
    interface Owner {
        void requestDone(LocalRequest request, boolean succeeded, String reason);

        /// An action threw what it must not.
        void bug(RuntimeException bug);

        void exit(int code);

        /// This scheduled restart is taken off; when it `begins`, it is now asked for as if an operator did.
        void scheduleEnds(ScheduledRestart.At restart, boolean begins);

        void configured(long revision);

        /// The right to run initdb was won by this revision of the key.
        void founding(long revision);

        /// This is on the disk from now on.
        void promised(Promised.To promise);

        /// Every member confirmed this leader; what they promised lasts until then.
        void confirmed(Moment until);

        /// A job starts with the configuration as it is now, decided while this was asked for.
        void jobStarts(LocalRequest request);
    }

    private final Clock clock;
    private final Dcs dcs;
    private final LocalPostgres postgres;
    private final Peers peers;
    private final Scheduler loop;
    private final Promises promises;
    private final Leash leash;
    private final JobSlot jobs;
    private final Owner owner;

    Executor(Ports ports, Leash leash, JobSlot jobs, Owner owner) {
        this.clock = ports.clock();
        this.dcs = ports.dcs();
        this.postgres = ports.postgres();
        this.peers = ports.peers();
        this.loop = ports.loop();
        this.promises = ports.promises();
        this.leash = leash;
        this.jobs = jobs;
        this.owner = owner;
    }

    void perform(World world, List<Action> plan, Consumer<List<Performed>> done) {
        next(world, plan, new ArrayList<>(), false, done);
    }

    private void next(World world, List<Action> plan, List<Performed> performed, boolean failed, Consumer<List<Performed>> done) {
        if (plan.isEmpty()) {
            done.accept(List.copyOf(performed));
            return;
        }
        var action = plan.getFirst();
        var rest = plan.subList(1, plan.size());
        if (failed && !informs(action)) {
            performed.add(new Performed(action, false, "dropped: an action before it failed"));
            next(world, rest, performed, true, done);
        } else {
            Consumer<Performed> go = result -> {
                performed.add(result);
                next(world, rest, performed, failed || !result.succeeded() && !informs(action), done);
            };
            try {
                carryOut(world, action, rest, go);
            } catch (RuntimeException bug) {
                // Most actions are carried out when an answer comes in, beyond the tick's own catch: the loop would wait for this one for ever.
                owner.bug(bug);
                go.accept(new Performed(action, false, "a bug: " + bug));
            }
        }
    }

    /// Whether it is harmless and useful whatever else failed.
    private static boolean informs(Action action) {
        return switch (action) {
            case Action.Write(DcsWrite.PutMember _), Action.RequestDone _, Action.EndSchedule _, Action.Exit _, Action.Disarm _, Action.Configure _, Action.CreateSlots _,
                    Action.DropSlots _, Action.CreateLogicalSlots _, Action.AdvanceSlots _, Action.Checkpoint _ -> true;
            // Standing down needs nobody's consent: not even a renewal that fails may hold it up.
            case Action.RunJob(JobKind kind, _) -> kind == JobKind.STOP;
            case Action.Write _, Action.TakeLock _, Action.RenewLock _, Action.AskMembers _, Action.GiveLock _, Action.DisownLock _, Action.CancelJob _, Action.Kill _,
                    Action.Follow _, Action.WritePromise _, Action.SetStandbyNames _, Action.StandbyNamesAsConfigured _ -> false;
        };
    }

    private void carryOut(World world, Action action, List<Action> rest, Consumer<Performed> done) {
        switch (action) {
            case Action.Write(DcsWrite.StartInitialize write) -> dcs.write(write, patience(world), outcome -> {
                if (outcome instanceof WriteOutcome.Done(var revision)) owner.founding(revision);
                done.accept(written(action, outcome));
            });
            case Action.Write(var write) -> dcs.write(write, patience(world), outcome -> done.accept(written(action, outcome)));
            case Action.TakeLock(var write, var arming) -> prove(world, action, write, arming, done);
            case Action.RenewLock(var mine, var proof, var arming) -> prove(world, action, renewal(world, mine, proof, saidNext(rest)), arming, done);
            case Action.AskMembers(var claim, var members) -> ask(world, action, claim, members, done);
            case Action.GiveLock(var write) -> give(world, action, write, done);
            case Action.DisownLock(var write) -> dcs.write(write, patience(world), outcome -> done.accept(written(action, outcome)));
            case Action.RunJob(JobKind kind, var steps) -> {
                owner.jobStarts(world.local().request());
                done.accept(at(action, () -> jobs.start(kind, steps)));
            }
            case Action.CancelJob _ -> done.accept(at(action, jobs::cancel));
            case Action.Kill _ -> done.accept(at(action, leash::end));
            case Action.Follow(var upstream) -> postgres.follow(upstream, outcome -> done.accept(stepped(action, outcome)));
            case Action.WritePromise(var promise) -> promises.write(promise, outcome -> {
                if (outcome instanceof StepOutcome.Done) owner.promised(promise);
                done.accept(stepped(action, outcome));
            });
            case Action.Disarm _ -> done.accept(at(action, leash::release));
            case Action.SetStandbyNames(var names) -> postgres.standbyNames(names.text(), outcome -> done.accept(stepped(action, outcome)));
            case Action.StandbyNamesAsConfigured _ -> postgres.standbyNamesAsConfigured(outcome -> done.accept(stepped(action, outcome)));
            case Action.CreateSlots(var names) -> postgres.createSlots(names, outcome -> done.accept(stepped(action, outcome)));
            case Action.CreateLogicalSlots(var slots) -> postgres.createLogicalSlots(slots, outcome -> done.accept(stepped(action, outcome)));
            case Action.AdvanceSlots(var to) -> postgres.advanceSlots(to, outcome -> done.accept(stepped(action, outcome)));
            case Action.DropSlots(var names) -> postgres.dropSlots(names, outcome -> done.accept(stepped(action, outcome)));
            case Action.Configure(var config) -> postgres.configure(config, outcome -> {
                if (outcome instanceof StepOutcome.Done) owner.configured(world.cluster().configRevision());
                done.accept(stepped(action, outcome));
            });
            case Action.Checkpoint _ -> postgres.checkpoint(outcome -> done.accept(stepped(action, outcome)));
            case Action.RequestDone(var request, var succeeded, var reason) -> done.accept(at(action, () -> owner.requestDone(request, succeeded, reason)));
            case Action.EndSchedule(var restart, var begins, _) -> done.accept(at(action, () -> owner.scheduleEnds(restart, begins)));
            case Action.Exit(var code) -> done.accept(at(action, () -> owner.exit(code)));
        }
    }

    private DcsWrite.Renew renewal(World world, LeaderLock.Held mine, DcsWrite.Proof proof, Document says) {
        return new DcsWrite.Renew(world.me(), mine, proof, world.cluster().heartbeat(), clock.now(), says);
    }

    /// What the member would put into its key a moment later, whatever comes of the actions before that: one transaction does for both. The adapter puts it when that one did not.
    private static Document saidNext(List<Action> rest) {
        return rest.stream().takeWhile(Executor::informs).flatMap(a -> a instanceof Action.Write(DcsWrite.PutMember(_, var data, _)) ? Stream.of(data) : Stream.of()).findFirst().orElse(Document.EMPTY);
    }

    /// Sends a proof of leadership. The permit counts from now, before the send: the reply may have been under way for long.
    private void prove(World world, Action action, DcsWrite.OfLock write, Arming arming, Consumer<Performed> done) {
        var guarded = arming == Arming.GUARDED;
        var sent = clock.now();
        if (guarded && !binds(sent, ttl(world, write), world)) {
            done.accept(new Performed(action, false, "the guardian did not confirm the shorter permit"));
            return;
        }
        dcs.write(write, patience(world), outcome -> {
            if (outcome instanceof WriteOutcome.Done && !permit(sent, ttl(world, write), guarded)) {
                done.accept(new Performed(action, false, "the guardian did not confirm the permit"));
            } else {
                done.accept(written(action, outcome));
            }
        });
    }

    /// A proof with a shorter ttl tells others to wait less, whether or not we ever hear that it was written: so the permit of the longer
    /// ttl ends before it is sent. And a proof that says that the server is guarded is sent only when it is.
    private boolean binds(Moment sent, Duration ttl, World world) {
        var deadlines = Deadlines.of(ttl).permit(sent);
        if (!(leash.permit() instanceof Permit.Until)) return !mayBeWritable(world) || leash.guard(deadlines);
        return !leash.outlasts(deadlines) || leash.extend(deadlines);
    }

    /// A promotion that began in a pause has armed nobody, and makes a primary whenever it is done: after this look, or after its job was given up.
    private static boolean mayBeWritable(World world) {
        return world.writable() || PendingPromotion.underWay(world);
    }

    private boolean permit(Moment sent, Duration ttl, boolean guarded) {
        var deadlines = Deadlines.of(ttl);
        if (guarded) return leash.extend(deadlines.permit(sent));
        leash.unguard(new Permit.HandsOff(sent, sent.plus(deadlines.soft())));
        return true;
    }

    /// What the lease was granted with counts for a renewal; a lease that the write itself may grant has the ttl of the write.
    private static Duration ttl(World world, DcsWrite.OfLock write) {
        var granted = world.lease().ttl();
        return switch (write) {
            case DcsWrite.Acquire(_, var ttl, _, _, _, _, _) -> granted.isZero() ? ttl : shorter(granted, ttl);
            case DcsWrite.Reclaim(_, _, var ttl, _, _, _) -> granted.isZero() ? ttl : shorter(granted, ttl);
            case DcsWrite.Seize(_, _, var ttl, _, _, _, _) -> granted.isZero() ? ttl : shorter(granted, ttl);
            case DcsWrite.Renew _, DcsWrite.LetGo _, DcsWrite.Disown _, DcsWrite.HandOver _ -> granted;
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// As a proof that etcd carries out: the permit counts from before the first question, and an answer that is not got is no answer.
    private void ask(World world, Action action, LeaderClaim claim, List<Member> members, Consumer<Performed> done) {
        var sent = clock.now();
        new Asking(peers, members, claim, owner::bug, words -> {
            var missing = words.entrySet().stream().filter(word -> !(word.getValue() instanceof Confirmation.Accepted)).map(word -> word.getKey() + ": " + said(word.getValue())).toList();
            if (!missing.isEmpty()) {
                done.accept(new Performed(action, false, String.join("; ", missing)));
            } else if (!leash.extend(Deadlines.of(claim.ttl()).permit(sent))) {
                done.accept(new Performed(action, false, "the guardian did not confirm the permit"));
            } else {
                owner.confirmed(sent.plus(claim.ttl()));
                done.accept(new Performed(action, true, "all of " + members.size() + " confirmed"));
            }
        }).begin(patience(world), loop);
    }

    private static String said(Confirmation word) {
        return switch (word) {
            case Confirmation.Accepted _ -> "accepted";
            case Confirmation.Refused(_, var because) -> "refused: " + because;
            case Confirmation.Silent(var reason) -> reason;
        };
    }

    /// Giving the lock away while a process of the server can write would make two primaries: looked at again here.
    private void give(World world, Action action, DcsWrite.OfLock write, Consumer<Performed> done) {
        if (world.writable() || jobs.status().busy()) {
            done.accept(new Performed(action, false, "refused: the server may still be writable"));
            return;
        }
        // Before it is sent: it may be carried out however late. Whoever wants to be primary here after that has to prove again, and
        // that proof moves the modification revision that this write is guarded by.
        leash.release();
        dcs.write(write, patience(world), outcome -> done.accept(written(action, outcome)));
    }

    private static Duration patience(World world) {
        return world.config().timing().deadlines().attempt();
    }

    private static Performed at(Action action, Runnable effect) {
        effect.run();
        return new Performed(action, true, "done");
    }

    private static Performed written(Action action, WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Done(var revision) -> new Performed(action, true, "revision " + revision);
            case WriteOutcome.Refused(var reason) -> new Performed(action, false, "refused: " + reason);
            case WriteOutcome.Unknown(var reason) -> new Performed(action, false, "unknown outcome: " + reason);
        };
    }

    private static Performed stepped(Action action, StepOutcome outcome) {
        return switch (outcome) {
            case StepOutcome.Done _ -> new Performed(action, true, "done");
            case StepOutcome.Failed(var reason) -> new Performed(action, false, reason);
        };
    }
}
