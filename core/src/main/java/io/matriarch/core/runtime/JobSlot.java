package io.matriarch.core.runtime;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Rebuilds;
import io.matriarch.core.view.Rebuilds.Failure;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The one long piece of work at a time: its steps one after another, each guarded when it begins. Runs on the loop's scheduler.
final class JobSlot {
    private final Clock clock;
    private final LocalPostgres postgres;
    private final Leash leash;
    private final Consumer<JobStatus.Ended> onEnd;
    private JobStatus status = JobStatus.IDLE;
    private boolean cancelled;
    private MemberName source = Rebuilds.NO_SOURCE;
    private Rebuilds rebuilds = Rebuilds.NONE;

    JobSlot(Clock clock, LocalPostgres postgres, Leash leash, Consumer<JobStatus.Ended> onEnd) {
        this.clock = clock;
        this.postgres = postgres;
        this.leash = leash;
        this.onEnd = onEnd;
    }

    JobStatus status() {
        return status instanceof JobStatus.Running(var kind, var since, _) ? new JobStatus.Running(kind, since, postgres.progress()) : status;
    }

    Rebuilds rebuilds() {
        return rebuilds;
    }

    void start(JobKind kind, List<Step> steps) {
        if (status.busy()) throw new IllegalStateException("a job is already under way: " + status);
        cancelled = false;
        var since = clock.now();
        source = steps.stream().flatMap(JobSlot::source).findFirst().orElse(Rebuilds.NO_SOURCE);
        next(kind, steps, since);
    }

    void cancel() {
        if (!status.busy()) return;
        cancelled = true;
        postgres.cancel();
    }

    private void next(JobKind kind, List<Step> steps, Moment since) {
        if (steps.isEmpty()) {
            end(kind, true, "");
        } else if (cancelled) {
            end(kind, false, "cancelled");
        } else if (needsPermit(steps.getFirst()) && !mayBePrimary(steps.getFirst())) {
            end(during(kind, steps), false, "the permit ended before " + steps.getFirst().getClass().getSimpleName());
        } else {
            perform(kind, steps, since);
        }
    }

    /// A step that throws is a bug, and the job ends all the same: the slot would be taken for ever.
    private void perform(JobKind kind, List<Step> steps, Moment since) {
        status = new JobStatus.Running(during(kind, steps), since, "");
        try {
            postgres.perform(permitted(steps.getFirst()), outcome -> after(kind, steps, since, outcome));
        } catch (RuntimeException bug) {
            end(during(kind, steps), false, steps.getFirst().getClass().getSimpleName() + ": a bug: " + bug);
        }
    }

    private void after(JobKind kind, List<Step> steps, Moment since, StepOutcome outcome) {
        switch (outcome) {
            case StepOutcome.Done _ -> next(kind, steps.subList(1, steps.size()), since);
            case StepOutcome.Failed(var reason) -> end(during(kind, steps), false, steps.getFirst().getClass().getSimpleName() + ": " + reason);
        }
    }

    /// What becomes of the server is not decided before it is asked.
    private static JobKind during(JobKind kind, List<Step> steps) {
        return steps.getFirst() instanceof Step.PrePromote ? JobKind.PRE_PROMOTE : kind;
    }

    private void end(JobKind kind, boolean succeeded, String reason) {
        var ended = new JobStatus.Ended(kind, clock.now(), succeeded, reason);
        status = ended;
        rebuilds = after(ended);
        onEnd.accept(ended);
    }

    /// A server that started ends the count; what was cancelled says nothing about whether it can be done.
    private Rebuilds after(JobStatus.Ended job) {
        return switch (job.kind()) {
            case CLONE, REWIND -> job.succeeded() ? Rebuilds.NONE : cancelled ? rebuilds : rebuilds.with(new Failure(job.kind(), source, job.at(), job.reason()));
            case START_STANDBY, START_PRIMARY, RESTART, COPY_SLOTS, PROMOTE -> job.succeeded() ? Rebuilds.NONE : rebuilds;
            case BOOTSTRAP, STOP, PRE_PROMOTE -> rebuilds;
        };
    }

    private static Stream<MemberName> source(Step step) {
        return switch (step) {
            case Step.CloneFrom(var source, _, _) -> Stream.of(source.name());
            case Step.RewindTo(var leader, _) -> Stream.of(leader.name());
            case Step.InitDatabase _, Step.CreateUsers _, Step.Restore _, Step.FetchSlots _, Step.StartStandby _, Step.Recover _, Step.StartPrimary _, Step.Stop _, Step.PrePromote _, Step.Promote _ -> Stream.of();
        };
    }

    /// A permit that was proven while no server ran has armed nobody: the guardian of the standby that was started since is armed here,
    /// or its promotion would make a primary that outlives a dead agent.
    private boolean mayBePrimary(Step step) {
        return leash.permit().covers(clock.now()) && (!(step instanceof Step.Promote) || leash.confirm());
    }

    private static boolean needsPermit(Step step) {
        return step instanceof Step.StartPrimary || step instanceof Step.PrePromote || step instanceof Step.Promote;
    }

    /// A job may have waited: it starts a primary with the permit as it is now, not as it was when it was planned.
    private Step permitted(Step step) {
        return step instanceof Step.StartPrimary(_, var config) ? new Step.StartPrimary(leash.permit(), config) : step;
    }
}
