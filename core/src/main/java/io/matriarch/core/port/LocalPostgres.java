package io.matriarch.core.port;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The PostgreSQL server beside this agent.
public interface LocalPostgres {
    /// One look, answered within `within`: a server that does not answer is [PostgresState.Silent], not an error.
    void observe(Duration within, Consumer<PostgresState> reply);

    /// What was last found on the disks that the server writes to. Answers at once: a disk that hangs is found out on a thread of its own.
    default DiskView disk() {
        return DiskView.UNKNOWN;
    }

    /// Asks the leader's server for its timeline history, to compare with ours. Answered within `within`.
    void inspect(Member leader, Duration within, Consumer<UpstreamView> reply);

    /// Carries out one step of a job. Takes as long as it takes; [#cancel()] ends it early.
    void perform(Step step, Consumer<StepOutcome> reply);

    /// Ends the step under way as soon as possible; its reply comes all the same.
    void cancel();

    /// What the step under way has done so far, for people: "base backup 41 %"; empty when there is nothing to say.
    String progress();

    /// Makes primary_conninfo name this upstream (and the own slot) and reloads: no restart. [Step.Upstream.Nobody] stops receiving.
    void follow(Step.Upstream upstream, Consumer<StepOutcome> reply);

    /// Writes the configuration files from local and dynamic configuration and reloads where something changed.
    void configure(ClusterConfig config, Consumer<StepOutcome> reply);

    /// Makes commits wait for these standbys (synchronous_standby_names) and reloads, whatever else says otherwise; done when it is written durably.
    /// Each process of the server acts by it when it has reloaded.
    void standbyNames(String names, Consumer<StepOutcome> reply);

    /// Commits wait for whom the operator's own configuration names, as if [#standbyNames] had never been called.
    void standbyNamesAsConfigured(Consumer<StepOutcome> reply);

    /// Creates the physical slots that are missing. Drops none.
    void createSlots(List<String> names, Consumer<StepOutcome> reply);

    /// Drops these slots where nobody receives from them now.
    void dropSlots(List<String> names, Consumer<StepOutcome> reply);

    /// Creates logical slots, each in its database. Answers at once: PostgreSQL waits for every transaction that runs. What came of it shows a later look.
    void createLogicalSlots(List<PermanentSlot.Logical> slots, Consumer<StepOutcome> reply);

    /// Moves slots that nobody receives from now up to there, never back. Answers at once: logical ones are moved by decoding. What came of it shows a later look.
    void advanceSlots(Map<String, WalPosition> to, Consumer<StepOutcome> reply);

    /// CHECKPOINT in the background after a promotion, so that rewinding peers see the new timeline in the control file.
    void checkpoint(Consumer<StepOutcome> reply);

    /// Calls `wakeUp` within milliseconds when the postmaster exits or starts to be fenced. Any thread.
    void onChange(Runnable wakeUp);
}
