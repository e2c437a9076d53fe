package io.matriarch.core.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.promise.Poll;
import io.matriarch.core.ha.promise.Promise;
import io.matriarch.core.ha.promise.Reach;
import io.matriarch.core.ha.sync.Acknowledging;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.LocalView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OwnLeases;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Rebuilds;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import io.matriarch.core.view.WatchdogView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Worlds for rule tests, as differences from a healthy cluster: `a` leads on timeline 1 at 1000, everybody streams, etcd answers.
/// Large because it is the whole vocabulary of the rule tests.
public final class GivenWorld {
    public static final SystemId SYSTEM = new SystemId("7000000000000000001");
    public static final Initialize FOUNDING = new Initialize.InProgress(40);
    public static final Duration TTL = Duration.ofSeconds(10);
    static final Moment NOW = new Moment(Duration.ofHours(1).toNanos());
    private final List<Member> members = new ArrayList<>();
    private final Map<MemberName, PeerReport> peers = new LinkedHashMap<>();
    private MemberName me = new MemberName("a");
    private LeaderLock lock;
    private Release release = Release.NONE;
    private Initialize initialize = new Initialize.Done(SYSTEM);
    private Document config = new Document(Map.of("ttl", 10, "loop_wait", 2, "retry_timeout", 3));
    private OperatorRequest request = OperatorRequest.NONE;
    private TimelineHistory history = TimelineHistory.UNKNOWN;
    private SyncState sync = SyncState.OFF;
    private PostgresState.CommitWait commits = PostgresState.CommitWait.NOBODY;
    private List<String> followers = List.of();
    private List<String> departed = List.of();
    private boolean keySent;
    private boolean slotsGiven;
    private List<String> retired = List.of();
    private Cascade cascade = Cascade.NONE;
    private Preference preference = Preference.NONE;
    private HighWater mark = HighWater.UNKNOWN;
    private HighWater markInEtcd = HighWater.UNKNOWN;
    private ClusterStatus status = new ClusterStatus(lsn(1000), Map.of(), new Timeline(1));
    private WalPosition wrote = WalPosition.ZERO;
    private OwnLeases leases = OwnLeases.NONE;
    private Heartbeat heartbeat = new Heartbeat(50, TTL, new MemberName("a"), true, LeaseId.NONE);
    private Moment heartbeatSeen = NOW.minus(Duration.ofHours(1));
    private boolean reachable = true;
    private PostgresState postgres;
    private JobStatus job = JobStatus.IDLE;
    private LocalRequest local = LocalRequest.NONE;
    private ScheduledRestart scheduled = ScheduledRestart.NONE;
    private Rebuilds rebuilds = Rebuilds.NONE;
    private UpstreamView upstream = UpstreamView.NOT_ASKED;
    private Permit permit = Permit.NONE;
    private Tags tags = Tags.NONE;
    private Memory.Crash crash = Memory.Crash.NONE;
    private List<Moment> crashes = List.of();
    private List<Moment> changes = List.of();
    private final Map<MemberName, Moment> gone = new LinkedHashMap<>();
    private DiskView disk = DiskView.UNKNOWN;
    private boolean mayBootstrap = true;
    private Document methods = Document.EMPTY;
    private boolean usePgRewind = true;
    private Moment due = NOW;
    private long founding;
    private Recent.Claim foundingSeen = Recent.Claim.NONE;
    private boolean wiped;
    private boolean configDamaged;
    private Failsafe failsafe = Failsafe.NONE;
    private List<Failsafe> sent = List.of();
    private Duration vouchedFor = Duration.ZERO;
    private ClusterStatus told = ClusterStatus.UNKNOWN;
    private boolean askedForTheLock;
    private Doubt doubt = new Doubt(NOW, false, 0);
    private TimelineClaim claim = TimelineClaim.NONE;
    private TermClaim term = TermClaim.NONE;
    private Promised promised = Promised.NOTHING;
    private WatchdogView watchdog = WatchdogView.FIT;
    private Receiver receiver = Receiver.RUNNING;
    private boolean quiet;
    private boolean foundKey;
    private Duration leaseTtl = TTL;
    private long configRevision = 3;
    private Duration watched = Duration.ofSeconds(10);
    private Duration standing = Duration.ZERO;

    private GivenWorld(String... names) {
        for (var name : names) {
            members.add(member(name, name.equals(names[0]) ? "primary" : "replica"));
            peers.put(new MemberName(name), standbyReport(lsn(1000), Tags.NONE));
        }
        lock = held(names[0]);
        postgres = running(false, 1, lsn(1000));
    }

    public static GivenWorld cluster(String... names) {
        return new GivenWorld(names);
    }

    public static GivenWorld given(GivenWorld world) {
        return world;
    }

    /// No difference.
    public GivenWorld asItIs() {
        return this;
    }

    public static WalPosition lsn(long bytes) {
        return new WalPosition(bytes);
    }

    private static Member member(String name, String role) {
        return new Member(new MemberName(name), leaseOf(name), new Document(Map.of("conn_url", "postgres://" + name + ":5432/postgres",
                "api_url", "http://" + name + ":8008/patroni", "state", "running", "role", role, Member.OURS, Map.of())));
    }

    private static LeaseId leaseOf(String name) {
        return new LeaseId(100 + name.charAt(0));
    }

    public static LeaderLock.Held held(String name) {
        return new LeaderLock.Held(new MemberName(name), leaseOf(name), 7, 50);
    }

    private static PeerReport.Answered standbyReport(WalPosition at, Tags tags) {
        return new PeerReport.Answered(false, true, new Timeline(1), at, tags);
    }

    public static PostgresState.Running running(boolean primary, int timeline, WalPosition end) {
        var replication = primary ? PostgresState.Replication.NONE
                : new PostgresState.Replication(new Endpoint("a", 5432), true, end, end, List.of());
        var facts = new PostgresState.ServerFacts(150018, "", "", false, List.of(), primary ? Endpoint.NOWHERE : new Endpoint("a", 5432), Stream.of("a", "b", "c").map(slot -> slot(slot, end)).toList(), true, PostgresState.CommitWait.NOBODY);
        return new PostgresState.Running(primary, SYSTEM, new Timeline(timeline), end, replication, facts);
    }

    private static Slot slot(String name, WalPosition at) {
        return new Slot(name, new Slot.Kind.Physical(false), false, at, false);
    }

    /// The server has these slots and no others.
    public GivenWorld slots(Slot... slots) {
        slotsGiven = true;
        var r = (PostgresState.Running) postgres;
        var f = r.facts();
        postgres = new PostgresState.Running(r.primary(), r.systemId(), r.timeline(), r.end(), r.replication(), new PostgresState.ServerFacts(f.version(), f.startedAt(), f.replayedAt(),
                f.replayPaused(), f.restartFor(), f.configuredUpstream(), List.of(slots), f.checkpointed(), f.commits()));
        return this;
    }

    /// What the leader published of its slots, and of those that it keeps for members.
    public GivenWorld publishedSlots(Map<String, WalPosition> slots, String... retained) {
        status = new ClusterStatus(status.optime(), slots, status.timeline(), status.acknowledged(), List.of(retained));
        return this;
    }

    /// Permanent slots that were taken out of the configuration.
    public GivenWorld retired(String... slots) {
        retired = List.of(slots);
        return this;
    }

    public GivenWorld at(String name) {
        me = new MemberName(name);
        peers.remove(me);
        return this;
    }

    public GivenWorld lockAbsent() {
        lock = LeaderLock.ABSENT;
        return this;
    }

    public GivenWorld lockHeldBy(String name) {
        lock = held(name);
        return this;
    }

    public GivenWorld lockOnAnotherLease() {
        leases = leases.with(new LeaseId(1));
        return lockOfANamesake();
    }

    /// An operator put the leader key, on that lease.
    public GivenWorld lockPutByHand(String text, LeaseId on) {
        lock = new LeaderLock.Held(new MemberName(text), on, 7, 59);
        heartbeat = new Heartbeat(50, TTL, new MemberName("a"), true, leaseOf("a"));
        return this;
    }

    /// That one was the last to prove that it leads.
    public GivenWorld heartbeatOf(String name) {
        heartbeat = new Heartbeat(50, TTL, new MemberName(name), true, leaseOf(name));
        return this;
    }

    /// A Patroni of this name had it, and wrote no heartbeat.
    public GivenWorld lockOfAPatroni() {
        lock = new LeaderLock.Held(me, new LeaseId(1), 7, 50);
        return this;
    }

    /// Somebody of this name leads, on a lease that this agent does not know.
    public GivenWorld lockOfANamesake() {
        lock = new LeaderLock.Held(me, new LeaseId(1), 7, 50);
        heartbeat = new Heartbeat(50, TTL, me, true, new LeaseId(1));
        return this;
    }

    /// Everything in etcd is gone, and this agent remembers what was there.
    public GivenWorld wiped() {
        wiped = true;
        return this;
    }

    /// This agent has just started, or has not heard of etcd for long.
    public GivenWorld lostTrack() {
        doubt = new Doubt(NOW.plus(TTL), false, 0);
        return this;
    }

    /// An old snapshot of etcd was restored a moment ago.
    public GivenWorld setBack() {
        doubt = new Doubt(NOW.plus(TTL), true, heartbeat.revision());
        return this;
    }

    public GivenWorld released() {
        release = new Release.Clean(new MemberName("a"), new Timeline(1), lsn(1000));
        return this;
    }

    public GivenWorld release(Release record) {
        release = record;
        return this;
    }

    public GivenWorld heartbeatSeen(Duration ago) {
        heartbeatSeen = NOW.minus(ago);
        return this;
    }

    /// The last leader led in a pause: nobody ends its server.
    public GivenWorld ledUnguarded(String name) {
        heartbeat = new Heartbeat(50, TTL, new MemberName(name), false, LeaseId.NONE);
        return this;
    }

    public GivenWorld nobodyEverLed() {
        heartbeat = Heartbeat.NEVER;
        history = TimelineHistory.UNKNOWN;
        status = ClusterStatus.UNKNOWN;
        return this;
    }

    public GivenWorld notInitialized() {
        initialize = Initialize.MISSING;
        return nobodyEverLed();
    }

    public GivenWorld initialize(Initialize state) {
        initialize = state;
        return this;
    }

    /// `initialize` is being made by a member that wrote it at revision 40; whether that was this one.
    public GivenWorld founding(boolean mine) {
        founding = mine ? 40 : 0;
        return initialize(FOUNDING).nobodyEverLed();
    }

    /// Since then this agent has seen that `initialize` unchanged, and nobody at it.
    public GivenWorld foundingSeen(Duration ago) {
        foundingSeen = new Recent.Claim(40, NOW.minus(ago));
        return this;
    }

    /// It answers, and has no data.
    public GivenWorld peerWithoutCopy(String name) {
        return peer(name, new PeerReport.Answered(false, false, Timeline.UNKNOWN, WalPosition.ZERO, Tags.NONE, false, Timeline.UNKNOWN, true));
    }

    public GivenWorld memberVersion(String name, String version) {
        members.replaceAll(m -> m.name().value().equals(name) ? new Member(m.name(), m.lease(), m.data().with("version", version)) : m);
        return this;
    }

    public GivenWorld memberState(String name, String state) {
        members.replaceAll(m -> m.name().value().equals(name) ? new Member(m.name(), m.lease(), m.data().with("state", state)) : m);
        return this;
    }

    /// A standby that streams on timeline 1, by its key, with these tags.
    public GivenWorld streams(String name, Map<String, Object> itsTags) {
        return memberSays(name, "replication_state", "streaming").memberSays(name, "timeline", 1).memberSays(name, "tags", itsTags);
    }

    public GivenWorld memberSays(String name, String key, Object value) {
        members.replaceAll(m -> m.name().value().equals(name) ? new Member(m.name(), m.lease(), m.data().with(key, value)) : m);
        return this;
    }

    public GivenWorld without(String name) {
        members.removeIf(m -> m.name().value().equals(name));
        return this;
    }

    /// Whom the server's primary_conninfo names; empty for nobody.
    public GivenWorld configuredUpstream(String name) {
        var r = (PostgresState.Running) postgres;
        var f = r.facts();
        postgres = new PostgresState.Running(r.primary(), r.systemId(), r.timeline(), r.end(), r.replication(), new PostgresState.ServerFacts(f.version(), f.startedAt(), f.replayedAt(),
                f.replayPaused(), f.restartFor(), name.isEmpty() ? Endpoint.NOWHERE : new Endpoint(name, 5432), f.slots(), f.checkpointed(), f.commits()));
        return this;
    }

    /// How it went with the standby of its tag `replicatefrom`.
    public GivenWorld cascade(Cascade remembered) {
        cascade = remembered;
        return this;
    }

    public GivenWorld preference(Preference remembered) {
        preference = remembered;
        return this;
    }

    public GivenWorld dcsDark() {
        reachable = false;
        return this;
    }

    public GivenWorld config(String key, Object value) {
        config = config.with(key, value);
        return this;
    }

    /// Somebody wrote into `config` what nobody can read; this agent knows what was there before.
    public GivenWorld configDamaged() {
        configDamaged = true;
        return this;
    }

    /// The cluster follows another one, whose primary is at `far`.
    public GivenWorld standbyCluster() {
        members.replaceAll(m -> m.role().equals("primary") ? new Member(m.name(), m.lease(), m.data().with("role", "standby_leader")) : m);
        return config("standby_cluster", Map.of("host", "far", "port", 5432, "primary_slot_name", "ours"));
    }

    /// The local server's end when it last answered.
    public GivenWorld wrote(WalPosition end) {
        wrote = end;
        return this;
    }

    public GivenWorld optime(WalPosition at) {
        status = new ClusterStatus(at, Map.of(), new Timeline(1));
        return this;
    }

    public GivenWorld clusterOnTimeline(int timeline) {
        history = new TimelineHistory(List.of(new TimelineHistory.Row(new Timeline(timeline - 1), lsn(900), "", "", "")));
        return this;
    }

    public GivenWorld history(TimelineHistory.Row... rows) {
        history = new TimelineHistory(List.of(rows));
        return this;
    }

    public GivenWorld claimed(String by, int timeline) {
        claim = new TimelineClaim(new MemberName(by), new Timeline(timeline));
        return this;
    }

    public GivenWorld request(OperatorRequest asked) {
        request = asked;
        return this;
    }

    public GivenWorld dueIn(Duration wait) {
        due = NOW.plus(wait);
        return this;
    }

    public GivenWorld primaryOn(int timeline, WalPosition end) {
        postgres = running(true, timeline, end);
        return this;
    }

    public GivenWorld primary(WalPosition end) {
        postgres = running(true, 1, end);
        return this;
    }

    public GivenWorld standbyOn(int timeline) {
        postgres = running(false, timeline, lsn(1000));
        return this;
    }

    public GivenWorld standby(WalPosition end) {
        postgres = running(false, 1, end);
        return this;
    }

    public GivenWorld notStreaming() {
        var r = (PostgresState.Running) postgres;
        var replication = new PostgresState.Replication(Endpoint.NOWHERE, false, r.end(), r.end(), List.of());
        postgres = new PostgresState.Running(r.primary(), r.systemId(), r.timeline(), r.end(), replication, r.facts());
        return this;
    }

    /// The server has a restore_command.
    public GivenWorld archive() {
        if (postgres instanceof PostgresState.Running(var primary, var id, var timeline, var end, var r, var f))
            postgres = new PostgresState.Running(primary, id, timeline, end, new PostgresState.Replication(r.upstream(), r.streaming(), r.received(), r.replayed(), r.followers(), r.receiver(), r.exhausted(), r.forks(), true), f);
        return this;
    }

    public GivenWorld postgres(PostgresState state) {
        postgres = state;
        return this;
    }

    public GivenWorld silentFor(Duration ago) {
        postgres = new PostgresState.Silent(true, NOW.minus(ago), "it takes no new connections");
        return this;
    }

    public GivenWorld standbySilentFor(Duration ago) {
        postgres = new PostgresState.Silent(false, NOW.minus(ago), "it takes no new connections");
        return this;
    }

    /// A former primary that was shut down with its checkpoint at `end`.
    public GivenWorld stoppedPrimary(WalPosition end) {
        postgres = new PostgresState.Stopped(new ControlData(SYSTEM, new Timeline(1), end, true, false, "shut down"), false);
        return this;
    }

    /// A standby that takes no connections before it has all WAL up to `needs`.
    public GivenWorld startingStandby(WalPosition needs) {
        postgres = new PostgresState.Starting(true, new Moment(0), new ControlData(SYSTEM, new Timeline(1), needs, false, true, "in archive recovery"));
        return this;
    }

    /// A primary that is coming up for so long.
    public GivenWorld startingPrimary(Duration since) {
        postgres = new PostgresState.Starting(false, NOW.minus(since), new ControlData(SYSTEM, new Timeline(1), lsn(1000), false, false, "in production"));
        return this;
    }

    public GivenWorld stoppedStandby(WalPosition end) {
        postgres = new PostgresState.Stopped(new ControlData(SYSTEM, new Timeline(1), end, true, true, "shut down in recovery"), false);
        return this;
    }

    public GivenWorld crashedPrimary() {
        postgres = new PostgresState.Stopped(new ControlData(SYSTEM, new Timeline(1), lsn(1000), false, false, "in production"), true);
        crash = new Memory.Crash.Since(NOW);
        return this;
    }

    /// A primary that crashed, and recovers.
    public GivenWorld recoveringPrimary() {
        crashedPrimary();
        postgres = new PostgresState.Starting(false, new Moment(0), new ControlData(SYSTEM, new Timeline(1), lsn(1000), false, false, "in crash recovery"));
        return this;
    }

    /// The own server crashed then, the last time included.
    public GivenWorld crashes(Duration... ago) {
        crashes = Arrays.stream(ago).map(NOW::minus).toList();
        return this;
    }

    /// The leader changed then without being asked.
    public GivenWorld leaderChanges(Duration... ago) {
        changes = Arrays.stream(ago).map(NOW::minus).toList();
        return this;
    }

    /// Its key vanished then, and this agent saw it go.
    public GivenWorld gone(String name, Duration ago) {
        members.removeIf(m -> m.name().value().equals(name));
        gone.put(new MemberName(name), NOW.minus(ago));
        return this;
    }

    public GivenWorld disk(DiskView.DiskTrouble trouble, Duration span) {
        disk = DiskView.of(new DiskView.DiskState.Unfit(trouble, NOW.minus(span), NOW, ""));
        return this;
    }

    /// It is required, and this is in its way.
    public GivenWorld watchdog(String obstacle) {
        watchdog = new WatchdogView(obstacle);
        return this;
    }

    public GivenWorld peerWithFailedWatchdog(String name, WalPosition end) {
        return peer(name, new PeerReport.Answered(false, true, new Timeline(1), end, Tags.NONE, false, new Timeline(1), false, false, true, true));
    }

    public GivenWorld peerWithUnfitDisk(String name, WalPosition end) {
        return peer(name, new PeerReport.Answered(false, true, new Timeline(1), end, Tags.NONE, false, new Timeline(1), false, true));
    }

    public GivenWorld permitted() {
        permit = Deadlines.of(TTL).permit(NOW);
        return this;
    }

    /// The permit runs, and has to be proven again.
    public GivenWorld permittedLongAgo() {
        permit = Deadlines.of(TTL).permit(NOW.minus(Duration.ofSeconds(2)));
        return this;
    }

    public GivenWorld handsOff() {
        permit = new Permit.HandsOff(NOW, NOW.plus(TTL));
        return this;
    }

    /// An agent that came back found the guardian armed.
    public GivenWorld permitFound() {
        var p = Deadlines.of(TTL).permit(NOW);
        permit = new Permit.Until(new Moment(0), p.soft(), p.hard());
        return this;
    }

    public GivenWorld permitEnded() {
        permit = Deadlines.of(TTL).permit(NOW.minus(TTL));
        return this;
    }

    public GivenWorld job(JobKind kind) {
        job = new JobStatus.Running(kind, NOW.minus(Duration.ofSeconds(1)), "");
        return this;
    }

    public GivenWorld jobSince(JobKind kind, Duration ago) {
        job = new JobStatus.Running(kind, NOW.minus(ago), "");
        return this;
    }

    public GivenWorld jobEnded(JobKind kind, boolean succeeded, Duration ago) {
        job = new JobStatus.Ended(kind, NOW.minus(ago), succeeded, "");
        return this;
    }

    /// Attempts to rebuild this copy from `source` that failed, the last of them so long ago; the job slot remembers that one, too.
    public GivenWorld rebuildFailed(JobKind kind, String source, int times, Duration ago) {
        for (var time = 0; time < times; time++) rebuilds = rebuilds.with(new Rebuilds.Failure(kind, new MemberName(source), NOW.minus(ago), "no space"));
        return jobEnded(kind, false, ago);
    }

    /// Another standby says of itself that it streams on this timeline, with these tags.
    public GivenWorld streams(String name, int timeline, Map<String, Object> its) {
        members.replaceAll(m -> m.name().value().equals(name)
                ? new Member(m.name(), m.lease(), m.data().with("replication_state", "streaming").with("timeline", timeline).with("tags", its)) : m);
        return this;
    }

    public GivenWorld leaderOnTimeline(int timeline) {
        members.set(0, new Member(members.getFirst().name(), members.getFirst().lease(), members.getFirst().data().with("timeline", timeline)));
        return this;
    }

    /// A restart is to come after `ahead`, for the server that runs since `startedAt`.
    public GivenWorld restartScheduled(Document asked, Duration ahead, String startedAt) {
        scheduled = new ScheduledRestart.At(asked, NOW.plus(ahead), startedAt);
        return this;
    }

    public GivenWorld local(LocalRequest asked) {
        local = asked;
        return this;
    }

    public GivenWorld tags(Tags mine) {
        tags = mine;
        return this;
    }

    public GivenWorld withoutBootstrapSection() {
        mayBootstrap = false;
        return this;
    }

    /// What the local `postgresql` says of ways to make a copy.
    public GivenWorld methods(Map<String, Object> said) {
        methods = new Document(said);
        return this;
    }

    public GivenWorld withoutPgRewind() {
        usePgRewind = false;
        return this;
    }

    public GivenWorld peer(String name, PeerReport report) {
        peers.put(new MemberName(name), report);
        return this;
    }

    public GivenWorld peerAt(String name, WalPosition end) {
        return peer(name, standbyReport(end, Tags.NONE));
    }

    public GivenWorld peerAt(String name, WalPosition end, Tags its) {
        return peer(name, standbyReport(end, its));
    }

    public GivenWorld peerSilent(String name) {
        return peer(name, new PeerReport.Silent("no answer"));
    }

    /// The leader's server said: on timeline 2, which left timeline 1 at `fork`.
    public GivenWorld leaderForkedAt(WalPosition fork) {
        upstream = new UpstreamView.Answered(new MemberName("a"), SYSTEM, new Timeline(2), lsn(5000), false,
                List.of(new TimelineHistory.Row(new Timeline(1), fork, "", "", "")));
        return this;
    }

    /// The remote is on `timeline`, which left the one before at `fork`.
    public GivenWorld remoteForkedAt(int timeline, WalPosition fork) {
        return leaderSaid(new UpstreamView.Answered(StandbyCluster.REMOTE, SYSTEM, new Timeline(timeline), lsn(5000), false,
                List.of(new TimelineHistory.Row(new Timeline(timeline - 1), fork, "", "", ""))));
    }

    public GivenWorld leaderSaid(UpstreamView answer) {
        upstream = answer;
        return this;
    }

    public GivenWorld leaderNotRunning() {
        members.set(0, new Member(members.getFirst().name(), members.getFirst().lease(), members.getFirst().data().with("state", "starting")));
        return this;
    }

    /// The `sync` key says so; the present revision of it is 9.
    public GivenWorld sync(String leader, int quorum, String... standbys) {
        return syncOf(leader, 1, quorum, standbys);
    }

    /// The same, of a leader that wrote on `timeline` then.
    public GivenWorld syncOf(String leader, int timeline, int quorum, String... standbys) {
        sync = new SyncState.On(leader, List.of(standbys), quorum, new Timeline(timeline), 9);
        return this;
    }

    /// `failsafe_mode` is on, and its key, of revision 8, names these.
    public GivenWorld failsafe(String... names) {
        failsafe = keyOf(names);
        return config("failsafe_mode", true);
    }

    /// The same was sent over the key since it was read, and nobody knows what became of it.
    public GivenWorld failsafeSent(String... names) {
        sent = Stream.concat(sent.stream(), Stream.of(keyOf(names))).toList();
        return this;
    }

    private static Failsafe keyOf(String... names) {
        return new Failsafe(new Document(Arrays.stream(names).collect(java.util.stream.Collectors.toMap(name -> name, name -> "http://" + name + ":8008/patroni"))), 8);
    }

    /// The last heartbeat is that of the leader's present lease.
    public GivenWorld beating() {
        heartbeat = new Heartbeat(50, TTL, new MemberName("a"), true, leaseOf("a"));
        return this;
    }

    /// This member confirmed the leader, whose WAL reached so far, and so much of the quarantine is left.
    public GivenWorld vouchedFor(Duration left, WalPosition position) {
        vouchedFor = left;
        told = new ClusterStatus(position, Map.of(), new Timeline(1));
        return this;
    }

    /// An attempt of this member to take the lock was decided by the present heartbeat.
    public GivenWorld askedForTheLock() {
        askedForTheLock = true;
        return this;
    }

    private Vouching vouching() {
        return new Vouching(NOW.plus(vouchedFor), told, askedForTheLock ? 50 : 49, NOW, new Lease(leaseOf(me.value()), TTL), failsafe.modRevision(),
                Stream.concat(Stream.of(failsafe), sent.stream()).map(Failsafe::members).toList());
    }

    /// The term of who holds the leader key.
    public GivenWorld term(String by, long number) {
        term = new TermClaim(new MemberName(by), new Term(number));
        return this;
    }

    /// What the own disk says.
    public GivenWorld promised(long number, String to) {
        return promised(new Promised.To(new Term(number), new MemberName(to)));
    }

    public GivenWorld promised(Promised disk) {
        promised = disk;
        return this;
    }

    public GivenWorld receiver(Receiver seen) {
        receiver = seen;
        return this;
    }

    /// The look before this one found the receiver gone.
    public GivenWorld quiet() {
        quiet = true;
        return receiver(Receiver.GONE);
    }

    /// What etcd granted this member's lease with.
    public GivenWorld leaseFor(Duration ttl) {
        leaseTtl = ttl;
        return this;
    }

    /// The `config` key was written at this revision, and the server goes by it.
    public GivenWorld configuredAt(long revision) {
        configRevision = revision;
        return this;
    }

    /// An earlier process of this agent took the key, and may have asked the running server to be promoted.
    public GivenWorld foundItsKey() {
        foundKey = true;
        return this;
    }

    /// For so long it has been a candidate.
    public GivenWorld standingFor(Duration span) {
        standing = span;
        return this;
    }

    /// This member says that its disk says so.
    public GivenWorld voted(String name, long number, String to) {
        return said(name, Ballot.of(new Promised.To(new Term(number), new MemberName(to))));
    }

    /// ... and that its WAL of timeline 1 ends there.
    public GivenWorld voted(String name, long number, String to, WalPosition end) {
        return said(name, Ballot.of(new Promise(new MemberName(name), new Term(number), new MemberName(to), new Reach(List.of(), new Timeline(1), end))));
    }

    private GivenWorld said(String name, Map<String, Object> ballot) {
        members.replaceAll(m -> m.name().value().equals(name) ? new Member(m.name(), m.lease(), m.data().with(Ballot.FIELD, ballot)) : m);
        return this;
    }

    /// This one runs Patroni.
    public GivenWorld patroni(String name) {
        members.replaceAll(m -> m.name().value().equals(name) ? new Member(m.name(), m.lease(), without(m.data(), Member.OURS)) : m);
        return this;
    }

    private static Document without(Document data, String key) {
        var fields = new LinkedHashMap<>(data.fields());
        fields.remove(key);
        return new Document(fields);
    }

    public GivenWorld memberRole(String name, String role) {
        members.replaceAll(m -> m.name().value().equals(name) ? new Member(m.name(), m.lease(), m.data().with("role", role)) : m);
        return this;
    }

    private Poll poll() {
        return new Poll(Term.NONE, quiet ? promised : Promised.NOTHING, standing.isZero() ? Term.NONE : term.term(), NOW.minus(standing), foundKey ? Poll.Promotion.MAY_COME : Poll.Promotion.NOT_ASKED);
    }

    /// What the server's commits have waited for, for long.
    public GivenWorld commits(String names, boolean ours) {
        commits = new PostgresState.CommitWait(names, ours);
        return this;
    }

    /// The same, but it says so only since then.
    public GivenWorld commitsSince(String names, Duration ago) {
        watched = ago;
        return commits(names, true);
    }

    /// These stream from here, and have all.
    public GivenWorld followers(String... names) {
        followers = List.of(names);
        return this;
    }

    /// Who streamed, too, until a moment ago.
    public GivenWorld departed(String... names) {
        departed = List.of(names);
        return this;
    }

    /// The own disk says that on this timeline commits up to there were acknowledged; so does etcd, if it has not forgotten it.
    public GivenWorld acknowledged(int timeline, WalPosition end, boolean etcdForgot) {
        mark = new HighWater(new Timeline(timeline), end, new Term(2));
        markInEtcd = etcdForgot ? HighWater.UNKNOWN : mark;
        return this;
    }

    /// Another `sync` key was sent over the present one, and nobody knows what became of it.
    public GivenWorld keySent() {
        keySent = true;
        return this;
    }

    /// Replay has stopped for the leader's settings.
    public GivenWorld outgrown() {
        if (postgres instanceof PostgresState.Running(var primary, var id, var timeline, var end, var r, var f)) postgres = new PostgresState.Running(primary, id, timeline, end, r, f.whichIsOutgrown());
        return this;
    }

    private PostgresState server() {
        return server(followers);
    }

    private PostgresState server(List<String> followers) {
        if (!(postgres instanceof PostgresState.Running(var primary, var id, var timeline, var end, var r, var f))) return postgres;
        var rows = followers.stream().map(name -> new PostgresState.Follower("replicator", name, "", "streaming", "async", 0, end)).toList();
        return new PostgresState.Running(primary, id, timeline, end, new PostgresState.Replication(r.upstream(), r.streaming(), r.received(), r.replayed(), rows, receiver, true, List.of(), r.archive()),
                new PostgresState.ServerFacts(f.version(), f.startedAt(), f.replayedAt(), f.replayPaused(), f.restartFor(), f.configuredUpstream(), slotsGiven ? f.slots() : f.slots().stream().filter(slot -> !slot.name().equals(me.slotName())).toList(), f.checkpointed(), commits, f.outgrown()));
    }

    private Acknowledging acknowledging() {
        var known = Acknowledging.UNKNOWN;
        var before = Stream.concat(followers.stream(), departed.stream()).toList();
        for (var ago : List.of(watched, watched.dividedBy(2), Duration.ZERO))
            if (server(ago.isZero() ? followers : before) instanceof PostgresState.Running r) known = known.after(me, r, sync, NOW.minus(ago));
        return keySent ? known.sent(sync.modRevision()) : known;
    }

    public World world() {
        var cluster = wiped ? ClusterView.EMPTY : new ClusterView(60, lock, release, initialize, members, configDamaged ? Document.EMPTY : config, configRevision, request, history, new ClusterStatus(status.optime(), status.slots(), status.timeline(), markInEtcd, status.retained()), sync, failsafe, heartbeat, claim, term);
        var lease = new Lease(leaseOf(me.value()), leaseTtl);
        var dcs = reachable ? new DcsView.Reachable(cluster, lease) : new DcsView.Unreachable("no answer");
        var node = new NodeConfig(me, "demo", tags, mayBootstrap, config, new Document(Map.of("version", "4.1.4")), usePgRewind, Duration.ofSeconds(1), methods);
        var sign = heartbeat.revision() == 0 ? new Sign(0, NOW, TTL) : new Sign(50, heartbeatSeen, TTL);
        var memory = new Memory(new ClusterConfig(config), cluster, sign, crash, NOW, Timeline.later(claim.number(), history.current()), heartbeat,
                wiped || doubt.setBack() ? new Memory.Standing(members, status, history, sync) : Memory.Standing.UNKNOWN, wrote, doubt, 0, acknowledging(), new Recent(crashes, changes, gone, foundingSeen, retired), poll(), vouching(), cascade, preference);
        return new World(node, NOW, "2026-11-21T00:00:00Z", dcs, new LocalView(server(), job, local, upstream, configRevision, founding, rebuilds, disk, promised, watchdog, mark, scheduled, leases), permit, peers, due, memory);
    }

    public Decided decides() {
        return new Decided(Decider.decide(world()));
    }

    /// What was decided, to be questioned.
    public record Decided(Decision decision) {
        public Decided byRule(String id) {
            assertThat(decision.rule()).isEqualTo(id);
            return this;
        }

        public Decided holding() {
            assertThat(decision.stance()).isEqualTo(Stance.HOLD);
            return this;
        }

        public Decided taking(Stance stance) {
            assertThat(decision.stance()).isEqualTo(stance);
            return this;
        }

        private List<Class<?>> kinds() {
            return decision.plan().stream().<Class<?>>map(Object::getClass).toList();
        }

        public Decided planning(Class<?>... kinds) {
            assertThat(kinds()).containsAll(List.of(kinds));
            return this;
        }

        public Decided neverPlanning(Class<?>... kinds) {
            assertThat(kinds()).doesNotContainAnyElementsOf(List.of(kinds));
            return this;
        }

        public Decided writing(Class<?> kind) {
            assertThat(decision.plan()).anyMatch(a -> a instanceof Action.Write(var write) && kind.isInstance(write));
            return this;
        }

        public Decided planning(Action action) {
            assertThat(decision.plan()).contains(action);
            return this;
        }

        public Decided neverWriting(Class<?> kind) {
            assertThat(decision.plan()).noneMatch(a -> a instanceof Action.Write(var write) && kind.isInstance(write));
            return this;
        }

        /// A base backup from `source`, which then follows `leader`.
        public Decided cloning(String source, String leader) {
            var steps = decision.plan().stream().flatMap(a -> a instanceof Action.RunJob(var kind, var all) && kind == JobKind.CLONE ? all.stream() : java.util.stream.Stream.of()).toList();
            assertThat(steps).anyMatch(s -> s instanceof Step.CloneFrom(var from, _, _) && from.name().value().equals(source))
                    .anyMatch(s -> s instanceof Step.StartStandby(Step.Upstream.Of(var followed, _), _) && followed.value().equals(leader));
            return this;
        }

        public Decided running(JobKind kind) {
            assertThat(decision.plan()).anyMatch(a -> a instanceof Action.RunJob(var k, _) && k == kind);
            return this;
        }
    }
}
