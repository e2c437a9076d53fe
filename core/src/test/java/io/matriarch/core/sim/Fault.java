package io.matriarch.core.sim;

import java.time.Duration;

/// One thing that is done to a cluster, as data; [Nemesis] does it, [FaultKind] has its words, [FaultText] writes and reads it.
/// What lasts is undone by itself when its `lasting` is over.
sealed interface Fault {
    /// Longer than any run.
    Duration FOR_EVER = Duration.ofDays(365);

    /// What a node is cut from.
    enum Side { ETCD, PEERS, EVERYONE }

    // ---- processes

    record KillAgent(Whom whom, Duration lasting) implements Fault {}

    record KillNode(Whom whom, Duration lasting) implements Fault {}

    /// The kernel takes the server along: it dies with its parent.
    record KillGuardian(Whom whom) implements Fault {}

    record CrashPostmaster(Whom whom) implements Fault {}

    record HangServer(Whom whom) implements Fault {}

    record FreezeAgent(Whom whom, Duration lasting) implements Fault {}

    record FreezeNode(Whom whom, Duration lasting) implements Fault {}

    /// Its clocks do not show it: permits look valid when it goes on.
    record PauseMachine(Whom whom, Duration lasting) implements Fault {}

    record FreezeGuardian(Whom whom, Duration lasting) implements Fault {}

    /// It burns down: nothing of it ever comes back. Only while every other one has all that was published and could lead.
    record LoseNode(Whom whom) implements Fault {}

    /// Its data directory is empty when it comes back.
    record LoseData(Whom whom) implements Fault {}

    /// What this one has now is what the backup has from now on.
    record BackUp(Whom whom) implements Fault {}

    /// Its loop waits for ever for something, and the rest of its process goes on. Nobody but a person or a supervisor ends that.
    record HangLoop(Whom whom) implements Fault {}

    /// A bug: the next port that its loop uses throws what nobody expects.
    record Throw(Whom whom) implements Fault {}

    record JumpClock(Whom whom, Duration by) implements Fault {}

    record Start(Whom whom) implements Fault {}

    // ---- the network

    record CutOff(Whom whom, Side from, Duration lasting) implements Fault {}

    /// One way: what it sends is lost, what it is sent arrives.
    record LoseSent(Whom whom, Side to, Duration lasting) implements Fault {}

    /// One way: what it sends arrives (and is carried out), what it is sent is lost.
    record LoseHeard(Whom whom, Side from, Duration lasting) implements Fault {}

    record Part(Whom one, Whom other, Duration lasting) implements Fault {}

    /// Each reaches only the next and the one before.
    record Ring(Duration lasting) implements Fault {}

    record Flap(Whom whom, Side from, Duration down, Duration up, Duration lasting) implements Fault {}

    record Lag(Whom whom, Duration by, Duration lasting) implements Fault {}

    // ---- etcd

    record EtcdDown(Duration lasting, Duration election) implements Fault {}

    record EtcdElection(Duration lasting) implements Fault {}

    record EtcdSlow(Share share, Whom whom, Duration upTo, Duration lasting) implements Fault {}

    /// Reads are as quick as ever: so it learns that others have gone on, while what it wrote before is still under way.
    record EtcdLateWrites(Share share, Whom whom, Duration upTo, Duration lasting) implements Fault {}

    record EtcdLossy(Share share, Whom whom, Duration lasting) implements Fault {}

    record WatchDeaf(Share share, Whom whom, Duration lasting) implements Fault {}

    record WatchLate(Whom whom, Duration upTo, Duration lasting) implements Fault {}

    record DeleteLeaderKey() implements Fault {}

    record RevokeLeadersLease() implements Fault {}

    record WipeEtcd() implements Fault {}

    /// A snapshot, ten to twenty seconds old, takes the place of everything.
    record RestoreEtcd() implements Fault {}

    /// The etcd member that it talks to answers reads as of now all the while (etcd#20418).
    record StaleReads(Whom whom, Duration lasting) implements Fault {}

    /// The etcd member that it talks to led, and confirms keepalives that count for nothing (etcd#12528).
    record DeposeEtcd(Whom whom, Duration lasting) implements Fault {}

    // ---- the server's habits, until everything heals

    record SlowStop(Whom whom, Duration takes) implements Fault {}

    record SlowPromotion(Whom whom, Duration takes) implements Fault {}

    /// Recovery after a crash.
    record SlowRecovery(Whom whom, Duration takes) implements Fault {}

    /// A standby that was started shows what it had at its last checkpoint until it has replayed the rest.
    record SlowReplay(Whom whom, Duration takes) implements Fault {}

    /// The operator's pre_promote says no.
    record RefusePromotion(Whom whom, Duration lasting) implements Fault {}

    record FailPromotion(Whom whom, Duration lasting) implements Fault {}

    record SlowCopy(Whom whom, Duration takes) implements Fault {}

    record RefuseStart(Whom whom, Duration lasting) implements Fault {}

    /// Nothing can be written to it; what runs runs on.
    record FillDisk(Whom whom, Duration lasting) implements Fault {}

    /// Whoever writes to it waits in the kernel, where no signal reaches him.
    record HangDisk(Whom whom, Duration lasting) implements Fault {}

    // ---- the operator

    record Switchover() implements Fault {}

    record SwitchoverTo(Whom whom) implements Fault {}

    record Failover(Whom whom) implements Fault {}

    /// The one change that a pause lets through.
    record FailoverWhilePaused(Whom whom) implements Fault {}

    record Restart(Whom whom) implements Fault {}

    record Reinitialize(Whom whom) implements Fault {}

    record ReinitializeByForce(Whom whom) implements Fault {}

    record Leave(Whom whom, Duration lasting) implements Fault {}

    record Pause(Duration lasting) implements Fault {}

    record Resume() implements Fault {}

    record Configure(String key, long value) implements Fault {}

    /// Another site took over from this cluster's primary, and this cluster is to follow it.
    record DemoteCluster() implements Fault {}

    /// The standby cluster is to follow nobody any more.
    record PromoteCluster() implements Fault {}

    /// Another server leads where the remote was, and lacks the last rows of the one before.
    record FailOverRemote(long rows) implements Fault {}

    /// All harm ends.
    record Heal() implements Fault {}
}
