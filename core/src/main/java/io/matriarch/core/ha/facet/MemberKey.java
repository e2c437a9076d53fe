package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.SlotCopy;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.Vow;
import io.matriarch.core.ha.World;
import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.promise.Voting;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.ScheduledRestart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this member says of itself in etcd, in Patroni's words (contract 1.3.1). Putting it also keeps the lease alive.
public final class MemberKey {
    /// Patroni's state word of a member that runs initdb.
    private static final String FOUNDING = "initializing new cluster";

    private MemberKey() {}

    public static boolean anotherFounds(World w) {
        return w.cluster().others(w.me()).stream().anyMatch(m -> m.state().equals(FOUNDING));
    }

    public static boolean someoneFounds(ClusterView cluster) {
        return cluster.members().stream().anyMatch(m -> m.state().equals(FOUNDING));
    }

    public static List<Action> actions(World w, Stance stance) {
        return switch (w.dcs()) {
            case DcsView.Unreachable _ -> List.of();
            // The leader's own: everybody who follows it goes by that.
            case DcsView.Reachable _ when w.nameTaken() -> List.of();
            case DcsView.Reachable _ -> List.of(new Action.Write(new DcsWrite.PutMember(w.me(), document(w), w.config().timing().ttl())));
        };
    }

    static Document document(World w) {
        var facts = new LinkedHashMap<>(w.node().member().fields());
        facts.put("state", state(w));
        facts.put("role", role(w));
        if (w.postgres() instanceof PostgresState.Running r) running(facts, r);
        if (w.local().scheduled() instanceof ScheduledRestart.At at) facts.put("scheduled_restart", at.published());
        if (w.config().paused()) facts.put("pause", true);
        facts.put(Member.OURS, ours(w));
        return new Document(facts);
    }

    /// It is always there, however empty: whose key has none runs Patroni ([Member#patroni]).
    private static Map<String, Object> ours(World w) {
        var said = Vow.inForce(w) ? ballot(w) : new LinkedHashMap<String, Object>();
        var slots = SlotCopy.word(w);
        if (slots != SlotCopy.Word.NOTHING) said.put(SlotCopy.FIELD, slots.text());
        return said;
    }

    /// Who leads says so, too: its followers wait for that.
    private static Map<String, Object> ballot(World w) {
        var said = Vow.step(w) instanceof Voting.Step.Report(var promise) ? Ballot.of(promise) : Ballot.of(w.local().promised());
        if (w.runningPrimary()) said.put("leads", true);
        return said;
    }

    private static void running(Map<String, Object> facts, PostgresState.Running r) {
        facts.put("xlog_location", r.end().bytes());
        facts.put("timeline", r.timeline().id());
        if (r.facts().pendingRestart()) {
            facts.put("pending_restart", true);
            facts.put("pending_restart_reason", r.facts().restartReasons().fields());
        }
        if (r.primary()) {
            if (!r.facts().checkpointed()) facts.put("checkpoint_after_promote", false);
            return;
        }
        if (r.replication().received().known()) facts.put("receive_lsn", r.replication().received().bytes());
        if (r.replication().replayed().known()) facts.put("replay_lsn", r.replication().replayed().bytes());
        var replicationState = replicationState(r);
        if (!replicationState.isEmpty()) facts.put("replication_state", replicationState);
    }

    /// Patroni's words for how a standby gets its WAL; empty for a primary, and where it gets none.
    public static String replicationState(PostgresState.Running r) {
        if (r.primary()) return "";
        return r.replication().streaming() ? "streaming" : r.replication().archive() ? "in archive recovery" : "";
    }

    /// Patroni's state word for the local server.
    public static String state(World w) {
        return switch (w.job()) {
            case JobStatus.Running(var kind, _, _) -> duringJob(kind, w);
            case JobStatus.Idle _, JobStatus.Ended _ -> atRest(w);
        };
    }

    private static String duringJob(JobKind kind, World w) {
        return switch (kind) {
            case BOOTSTRAP -> FOUNDING;
            case CLONE -> "creating replica";
            case REWIND, START_PRIMARY, START_STANDBY -> "starting";
            case STOP -> "stopping";
            case RESTART, COPY_SLOTS -> "restarting";
            case PRE_PROMOTE, PROMOTE -> atRest(w);
        };
    }

    private static String atRest(World w) {
        return switch (w.postgres()) {
            case PostgresState.Running _, PostgresState.Silent _ -> "running";
            case PostgresState.Starting _ -> "starting";
            case PostgresState.Stopped(_, var crashed) -> crashed ? "crashed" : w.job().failed(JobKind.START_STANDBY) ? "start failed" : "stopped";
            case PostgresState.NoData _, PostgresState.HalfDone _, PostgresState.Unusable _ -> "stopped";
        };
    }

    /// Patroni's role word: what the server is, not what it should be.
    public static String role(World w) {
        var role = ofServer(w);
        return role.equals("replica") && StandbyLeader.leads(w) ? "standby_leader" : role;
    }

    private static String ofServer(World w) {
        return switch (w.postgres()) {
            case PostgresState.Running r -> r.primary() ? "primary" : "replica";
            case PostgresState.Silent s -> s.primary() ? "primary" : "replica";
            case PostgresState.Starting s -> s.standby() ? "replica" : "primary";
            case PostgresState.Stopped(var control, _) -> control.standby() ? "replica" : "demoted";
            case PostgresState.NoData _, PostgresState.HalfDone _, PostgresState.Unusable _ -> "uninitialized";
        };
    }
}
