package io.matriarch.core.sim;

import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OwnLeases;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One node's server: its directory, its process, its WAL. It outlives the agent, and so does its [SimGuardian].
/// Large because a server's states belong together; receiving WAL is in [SimReceiver], the agent's work on it in [SimPostgres].
final class SimServer {
    enum Phase { NO_DATA, HALF_DONE, DOWN, STARTING, UP }

    /// What may go worse than usual here. The nemesis sets it.
    static final class Habits {
        Duration stop = Duration.ofMillis(60);
        Duration promotion = Duration.ofMillis(100);
        Duration copying = Duration.ofMillis(700);
        /// Recovery after a crash; a clean start takes no longer than usual.
        Duration recovery = Duration.ofMillis(150);
        Duration replay = Duration.ZERO;
        boolean failsPromotion;
        boolean refusesPromotion;
        boolean refusesStart;
        final Set<DiskTrouble> disk = EnumSet.noneOf(DiskTrouble.class);

        /// As in the beginning.
        void usual() {
            var usual = new Habits();
            stop = usual.stop;
            promotion = usual.promotion;
            copying = usual.copying;
            recovery = usual.recovery;
            replay = usual.replay;
            failsPromotion = false;
            refusesPromotion = false;
            refusesStart = false;
            disk.clear();
        }
    }

    private static final Duration STARTING_UP = Duration.ofMillis(150);
    private static final Duration RECEIVER_ENDS = Duration.ofMillis(3);
    private static final MemberName NOBODY = new MemberName("");
    final MemberName name;
    final SimProcess box;
    final SimNetwork network;
    final Map<MemberName, SimServer> all;
    final Invariants invariants;
    final Habits habits = new Habits();
    final SimGuardian guardian = new SimGuardian(this);
    final SimReceiver receiver = new SimReceiver(this);
    final SimCommits commits = new SimCommits(this);
    final List<Runnable> wakers = new ArrayList<>();
    Phase phase = Phase.NO_DATA;
    String marker = "";
    Wal wal = Wal.START;
    /// Until it has this, recovery takes no connections: what a rewind copied while its source wrote on.
    Wal consistentAt = Wal.START;
    List<TimelineHistory.Row> forks = List.of();
    int timeline = 1;
    boolean standby;
    /// What its disk says beside the data directory.
    Promised promised = Promised.NOTHING;
    HighWater mark = HighWater.UNKNOWN;
    OwnLeases leases = OwnLeases.NONE;
    /// Why its watchdog, a required one, does not work; empty when it does.
    String watchdog = "";
    MemberName upstream = NOBODY;
    /// It is of another cluster.
    boolean elsewhere;
    /// That of another cluster, whose name is no member's; this server while there is none.
    SimServer beyond = this;
    /// Where every node finds the backups of the cluster.
    SimBackup backup;
    /// The upstream itself; this server while there is none.
    SimServer source = this;
    long life;
    Moment writableAt = new Moment(0);
    boolean leftFromPause;
    Moment provedInPause = new Moment(0);
    Moment upSince = new Moment(0);
    private Moment startedAt = new Moment(0);
    long promotions;
    private Wal checkpoint = Wal.START;
    private int checkpointTimeline = 1;
    private boolean clean = true;
    /// Not started since it was copied: not clean, but with little to recover.
    private boolean copied;
    private boolean crashed;
    private boolean recovered;
    private boolean replaying;
    private boolean promoting;
    private boolean hung;
    private boolean doomed;
    private Moment hungSince = new Moment(0);
    boolean stopping;
    /// When it received last from another standby: nobody could know at once that it has more now.
    Moment cascadedAt = new Moment(0);
    /// Backends that outlive their postmaster: they finish what they do, and tell their clients.
    boolean orphans;
    /// From where on each keeps WAL while nobody receives from it.
    final Map<String, WalPosition> slots = new TreeMap<>();
    final Set<PermanentSlot.Logical> logicalSlots = new LinkedHashSet<>();

    SimServer(SimProcess box, MemberName name, SimNetwork network, Map<MemberName, SimServer> all, Invariants invariants) {
        this.box = box;
        this.name = name;
        this.network = network;
        this.all = all;
        this.invariants = invariants;
    }

    boolean alive() {
        return phase == Phase.STARTING || phase == Phase.UP;
    }

    boolean running() {
        return phase == Phase.UP;
    }

    /// Whether a client can be told now that its commit is done.
    boolean writable() {
        return (phase == Phase.UP && !standby && !hung || orphans) && box.acts();
    }

    boolean checkpointed() {
        return checkpointTimeline == timeline;
    }

    boolean streamingFrom(SimServer leader) {
        return running() && source == leader && receiver.receives() && wal.within(leader.wal);
    }

    /// Streams from it, or from one that does; `most` between them.
    boolean behind(SimServer leader, int most) {
        return streamingFrom(leader) || most > 0 && source != this && source.standby && streamingFrom(source) && source.behind(leader, most - 1);
    }

    /// Its processes stand still: nobody is answered, and no request to stop is heeded.
    void hang() {
        hung = true;
        hungSince = box.now();
    }

    /// They go on.
    void unhang() {
        hung = false;
    }

    /// Its processes wait for the disk in the kernel: a kill ends them when that answers.
    void hangDisk() {
        habits.disk.add(DiskTrouble.HUNG);
        hang();
    }

    void diskWell() {
        if (!habits.disk.remove(DiskTrouble.HUNG)) return;
        unhang();
        if (doomed) kill(false);
        doomed = false;
    }

    /// A client commits one record, and hears of it when whoever it waits for has it.
    void append() {
        wal = wal.next();
        receiver.tellFollowers();
        commits.commit(wal);
    }

    // ---- how it comes up and goes down

    void start(boolean asStandby, MemberName from, Permit permit) {
        invariants.starts(this);
        orphans = false;
        promoting = false;
        receiver.begin();
        commits.begins();
        standby = asStandby;
        upstream(from);
        phase = Phase.STARTING;
        startedAt = box.now();
        crashed = false;
        recovered = false;
        stopping = false;
        life++;
        guardian.began(permit);
        var mine = life;
        box.after(clean || copied ? STARTING_UP : habits.recovery, () -> {
            if (life != mine) return;
            recovered = true;
            comeUp();
        });
    }

    /// Out of recovery, or consistent: takes connections from now on.
    void comeUp() {
        receiver.pull();
        if (phase != Phase.STARTING || !recovered || standby && !consistent()) return;
        phase = Phase.UP;
        upSince = box.now();
        clean = false;
        copied = false;
        if (!standby) invariants.becameWritable(this);
        if (standby) replay();
        receiver.pull();
    }

    /// Replays what lies here. Until that is done, and it streams, nobody can tell from its positions how much it has.
    private void replay() {
        replaying = habits.replay.isPositive();
        if (!replaying) return;
        invariants.disturb(name);
        var mine = life;
        box.after(habits.replay, () -> {
            if (life == mine) replaying = false;
        });
    }

    private WalPosition replayed() {
        return replaying ? checkpoint.end() : wal.end();
    }

    /// Null in the SQL before the first stream since the start; then that of the last one (pg_last_wal_receive_lsn).
    private WalPosition received() {
        return receiver.receives() ? wal.end() : receiver.last();
    }

    void follow(MemberName from) {
        upstream(from);
        receiver.pull();
    }

    /// primary_conninfo is emptied: the receiver ends when the server has read that.
    void followNobody() {
        upstream = NOBODY;
        var mine = life;
        box.after(RECEIVER_ENDS, () -> {
            if (life == mine && upstream.equals(NOBODY)) source = this;
        });
    }

    /// Without an upstream none can come back by itself.
    private Receiver receiving() {
        if (source == this) return Receiver.GONE;
        return receiver.receives() ? Receiver.RUNNING : Receiver.ABSENT;
    }

    private void upstream(MemberName from) {
        upstream = from;
        source = found(from);
    }

    SimServer found(MemberName its) {
        return its.equals(beyond.name) ? beyond : all.getOrDefault(its, this);
    }

    /// standby.signal goes before the control file knows of a new timeline. Who dies in between is a standby by its control file alone.
    void beginPromotion() {
        promoting = true;
    }

    boolean promotionUnderWay() {
        return promoting;
    }

    /// Placeholders for the numbers in between make PostgreSQL skip them; what it has received meanwhile it skips by itself.
    void promote(int number) {
        var rows = new ArrayList<>(forks);
        rows.add(new TimelineHistory.Row(new Timeline(timeline), wal.end(), "no recovery target specified", "", ""));
        forks = List.copyOf(rows);
        timeline = Math.max(timeline + 1, number);
        promotions++;
        promoting = false;
        standby = false;
        wal = wal.next();
        invariants.promoted(this);
        invariants.becameWritable(this);
        receiver.tellFollowers();
    }

    void checkpoint() {
        if (!running()) return;
        checkpoint = wal;
        checkpointTimeline = timeline;
    }

    /// Begins a fast shutdown. Sessions may be told of commits until its end.
    void stop() {
        if (!alive() || stopping || hung) return;
        stopping = true;
        var mine = life;
        box.after(habits.stop, () -> {
            if (life == mine && alive()) down(phase == Phase.UP || standby, false);
        });
    }

    /// Ends it at once, without a word to anybody.
    void kill(boolean byItself) {
        if (!alive()) return;
        doomed = habits.disk.contains(DiskTrouble.HUNG);
        if (doomed) return;
        orphans = phase == Phase.UP && !standby && !hung;
        down(false, byItself);
        guardian.sweep();
        var mine = life;
        box.after(Duration.ofSeconds(1), () -> {
            if (life == mine) orphans = false;
        });
    }

    private void down(boolean cleanly, boolean byItself) {
        if (cleanly && !standby) wal = wal.next();
        if (cleanly && !standby) receiver.flushFollowers();
        if (cleanly) checkpointEnd();
        phase = Phase.DOWN;
        commits.ended();
        hung = false;
        clean = cleanly;
        crashed = byItself && !stopping;
        life++;
        guardian.ended();
        wakers.forEach(Runnable::run);
    }

    /// A shutdown checkpoint's position is where its record begins.
    private void checkpointEnd() {
        checkpoint = standby ? wal : wal.upTo(new WalPosition(wal.end().bytes() - 1));
        checkpointTimeline = timeline;
    }

    /// Single-user mode has replayed all WAL and shut down.
    void recovers() {
        if (clean) return;
        wal = wal.next();
        checkpointEnd();
        clean = true;
    }

    /// The directory becomes what a copy of `source` is: a standby's.
    void become(Wal content, Wal consistent, SimServer source) {
        wal = content;
        consistentAt = consistent;
        timeline = source.timeline;
        forks = source.forks;
        checkpoint = content;
        checkpointTimeline = source.checkpointTimeline;
        commits.copy(source.commits);
        whole(true);
        clean = false;
        copied = true;
    }

    /// initdb is done.
    void found() {
        wal = Wal.START.next();
        checkpoint = wal;
        whole(false);
    }

    void whole(boolean asStandby) {
        slots.clear();
        logicalSlots.clear();
        phase = Phase.DOWN;
        marker = "";
        invariants.whole(this);
        standby = asStandby;
        clean = true;
        crashed = false;
    }

    void halfDone(String work) {
        phase = Phase.HALF_DONE;
        marker = work;
        invariants.halfDone(this, work);
    }

    /// Its data directory is gone, and what its agent keeps beside it is not.
    void loseData() {
        kill(true);
        whole(false);
        phase = Phase.NO_DATA;
        wal = Wal.START;
        consistentAt = Wal.START;
        forks = List.of();
        timeline = 1;
    }

    /// All WAL after `kept` is lost, but not what it has done to the pages.
    void loseWal(Wal kept) {
        consistentAt = wal;
        wal = kept;
    }

    /// Whether this copy has all WAL that it needs to be started.
    boolean consistent() {
        return consistentAt.within(wal);
    }

    // ---- how it looks

    PostgresState look() {
        return switch (phase) {
            case NO_DATA -> PostgresState.NO_DATA;
            case HALF_DONE -> new PostgresState.HalfDone(marker);
            case DOWN -> new PostgresState.Stopped(control(), crashed);
            case STARTING -> new PostgresState.Starting(standby, startedAt, control());
            case UP -> hung ? new PostgresState.Silent(!standby, hungSince, "it hangs") : stopping ? new PostgresState.Silent(!standby, box.now(), "it is shutting down") : online();
        };
    }

    /// A standby's least recovery end is never before what it needs to be consistent.
    private ControlData control() {
        var end = standby ? WalPosition.later(checkpoint.end(), consistentAt.end()) : checkpoint.end();
        return new ControlData(ClusterSim.SYSTEM, controlTimeline(), end, clean, standby, "down");
    }

    /// A promotion is in the control file before the first checkpoint that follows it; what a standby received may not be.
    Timeline controlTimeline() {
        return new Timeline(standby ? checkpointTimeline : timeline);
    }

    private List<Slot> slots() {
        var all = new ArrayList<Slot>();
        slots.forEach((name, at) -> all.add(new Slot(name, new Slot.Kind.Physical(false), receives(name), receives(name) ? wal.end() : at, false)));
        for (var slot : logicalSlots) all.add(new Slot(slot.name(), new Slot.Kind.Logical(slot.database(), slot.plugin()), false, wal.end(), false));
        return all;
    }

    private boolean receives(String slot) {
        return all.values().stream().anyMatch(other -> other.name.slotName().equals(slot) && other.streamingFrom(this));
    }

    private PostgresState online() {
        var source = upstream.equals(NOBODY) ? Endpoint.NOWHERE : new Endpoint(upstream.equals(StandbyCluster.REMOTE) ? SimRemote.HOST : upstream.value(), 5432);
        var replication = standby ? new PostgresState.Replication(source, receiver.receives(), received(), replayed(), List.of(), receiving(), !replaying, forks)
                : new PostgresState.Replication(Endpoint.NOWHERE, false, WalPosition.ZERO, WalPosition.ZERO, commits.followers());
        var facts = new PostgresState.ServerFacts(150000, "", "", false, List.of(), standby ? source : Endpoint.NOWHERE, slots(), standby || checkpointed(), commits.setting());
        return new PostgresState.Running(!standby, ClusterSim.SYSTEM, new Timeline(timeline), standby ? WalPosition.later(received(), replayed()) : wal.end(), replication, facts);
    }
}
