package io.matriarch.core.sim;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The kinds of [Fault], each with its words: `{}` stands for its parts, in their order.
enum FaultKind {
    KILL_AGENT(Fault.KillAgent.class, "kill agent of {} for {}"),
    KILL_NODE(Fault.KillNode.class, "kill node of {} for {}"),
    KILL_GUARDIAN(Fault.KillGuardian.class, "kill guardian of {}"),
    CRASH_POSTMASTER(Fault.CrashPostmaster.class, "crash postmaster of {}"),
    HANG_SERVER(Fault.HangServer.class, "hang server of {}"),
    FREEZE_AGENT(Fault.FreezeAgent.class, "freeze agent of {} for {}"),
    FREEZE_NODE(Fault.FreezeNode.class, "freeze node of {} for {}"),
    PAUSE_MACHINE(Fault.PauseMachine.class, "pause machine of {} unseen for {}"),
    FREEZE_GUARDIAN(Fault.FreezeGuardian.class, "freeze guardian of {} for {}"),
    LOSE_NODE(Fault.LoseNode.class, "lose node of {} for good"),
    LOSE_DATA(Fault.LoseData.class, "lose data of {}"),
    BACK_UP(Fault.BackUp.class, "back up {}"),
    HANG_LOOP(Fault.HangLoop.class, "hang loop of agent of {}"),
    THROW(Fault.Throw.class, "make agent of {} throw"),
    JUMP_CLOCK(Fault.JumpClock.class, "jump wall clock of {} by {}"),
    START(Fault.Start.class, "start agent of {}"),
    CUT_OFF(Fault.CutOff.class, "cut {} from {} for {}"),
    LOSE_SENT(Fault.LoseSent.class, "lose what {} sends to {} for {}"),
    LOSE_HEARD(Fault.LoseHeard.class, "lose what {} hears from {} for {}"),
    PART(Fault.Part.class, "part {} and {} for {}"),
    RING(Fault.Ring.class, "leave each only its neighbours for {}"),
    FLAP(Fault.Flap.class, "flap {} from {} with {} down and {} up for {}"),
    LAG(Fault.Lag.class, "lag {} by {} for {}"),
    ETCD_DOWN(Fault.EtcdDown.class, "stop etcd for {} with an election of {}"),
    ETCD_ELECTION(Fault.EtcdElection.class, "elect etcd leader in {}"),
    ETCD_SLOW(Fault.EtcdSlow.class, "delay {} of etcd calls of {} by up to {} for {}"),
    ETCD_LATE_WRITES(Fault.EtcdLateWrites.class, "delay {} of etcd writes of {} by up to {} for {}"),
    ETCD_LOSSY(Fault.EtcdLossy.class, "lose {} of etcd calls of {} for {}"),
    WATCH_DEAF(Fault.WatchDeaf.class, "lose {} of watch events of {} for {}"),
    WATCH_LATE(Fault.WatchLate.class, "delay watch events of {} by up to {} for {}"),
    DELETE_LEADER_KEY(Fault.DeleteLeaderKey.class, "delete leader key"),
    REVOKE_LEADERS_LEASE(Fault.RevokeLeadersLease.class, "revoke lease of leader"),
    WIPE_ETCD(Fault.WipeEtcd.class, "wipe etcd"),
    RESTORE_ETCD(Fault.RestoreEtcd.class, "restore etcd"),
    STALE_READS(Fault.StaleReads.class, "show {} etcd as it is now for {}"),
    DEPOSE_ETCD(Fault.DeposeEtcd.class, "depose etcd leader of {} for {}"),
    SLOW_STOP(Fault.SlowStop.class, "stop server of {} in {}"),
    SLOW_PROMOTION(Fault.SlowPromotion.class, "promote server of {} in {}"),
    SLOW_RECOVERY(Fault.SlowRecovery.class, "recover server of {} in {}"),
    SLOW_REPLAY(Fault.SlowReplay.class, "replay on {} in {}"),
    REFUSE_PROMOTION(Fault.RefusePromotion.class, "refuse promotion of {} for {}"),
    FAIL_PROMOTION(Fault.FailPromotion.class, "fail promotion of {} for {}"),
    SLOW_COPY(Fault.SlowCopy.class, "copy to {} in {}"),
    REFUSE_START(Fault.RefuseStart.class, "refuse start of {} for {}"),
    FILL_DISK(Fault.FillDisk.class, "fill disk of {} for {}"),
    HANG_DISK(Fault.HangDisk.class, "hang disk of {} for {}"),
    SWITCHOVER(Fault.Switchover.class, "switch over"),
    SWITCHOVER_TO(Fault.SwitchoverTo.class, "switch over to {}"),
    FAILOVER(Fault.Failover.class, "fail over to {}"),
    FAILOVER_WHILE_PAUSED(Fault.FailoverWhilePaused.class, "fail over to {} while paused"),
    RESTART(Fault.Restart.class, "restart server of {}"),
    REINITIALIZE(Fault.Reinitialize.class, "reinitialize {}"),
    REINITIALIZE_BY_FORCE(Fault.ReinitializeByForce.class, "reinitialize {} by force"),
    LEAVE(Fault.Leave.class, "shut down agent of {} for {}"),
    PAUSE(Fault.Pause.class, "pause for {}"),
    RESUME(Fault.Resume.class, "resume"),
    CONFIGURE(Fault.Configure.class, "configure {} {}"),
    DEMOTE_CLUSTER(Fault.DemoteCluster.class, "demote cluster"),
    PROMOTE_CLUSTER(Fault.PromoteCluster.class, "promote cluster"),
    FAIL_OVER_REMOTE(Fault.FailOverRemote.class, "fail over remote without {} rows"),
    HEAL(Fault.Heal.class, "heal");

    /// What a scenario's author says, and chance does not; and what only synchronous modes promise to survive, which [Drawing] adds by itself.
    private static final Set<FaultKind> ONLY_WRITTEN = EnumSet.of(LOSE_DATA, BACK_UP, REFUSE_PROMOTION, FILL_DISK, HANG_DISK, PAUSE_MACHINE, FAILOVER_WHILE_PAUSED, START, RESUME, DEMOTE_CLUSTER, PROMOTE_CLUSTER, FAIL_OVER_REMOTE, HEAL);
    private static final Map<Class<? extends Fault>, FaultKind> BY_TYPE = Arrays.stream(values()).collect(Collectors.toMap(kind -> kind.type, kind -> kind));
    final Class<? extends Fault> type;
    final String words;

    FaultKind(Class<? extends Fault> type, String words) {
        this.type = type;
        this.words = words;
    }

    static FaultKind of(Fault fault) {
        return BY_TYPE.get(fault.getClass());
    }

    /// Those that chance may draw.
    static Set<FaultKind> drawn() {
        return EnumSet.complementOf(EnumSet.copyOf(ONLY_WRITTEN));
    }
}
