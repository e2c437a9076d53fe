package io.matriarch.core.sim;

import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/// What etcd's members agree on: keys at revisions, each perhaps on a lease, changed by guarded transactions. Knows no time.
/// The values are the views' own types, where etcd has text. Longer than most: one line for each write of the port, as in dcs's Transactions.
final class SimStore {
    record Key(Object value, long create, long mod, LeaseId lease) {}

    private static final Key NONE = new Key("", 0, 0, LeaseId.NONE);
    private static final String MEMBERS = "members/";
    private static final Moment FIRST = new Moment(Long.MIN_VALUE);
    private final TreeMap<String, Key> keys;
    private long revision;
    private long transaction;
    private boolean woken;
    private boolean beaten;
    private ClusterView known = ClusterView.EMPTY;

    SimStore() {
        this(1, Map.of());
    }

    private SimStore(long revision, Map<String, Key> keys) {
        this.revision = revision;
        this.keys = new TreeMap<>(keys);
    }

    SimStore copy() {
        return new SimStore(revision, keys);
    }

    // ---- reading

    /// One linearizable read.
    ClusterView view() {
        if (known.revision() != revision) known = new ClusterView(revision, lock(), typed("release", Release.class, Release.NONE),
                initialize(), keys.subMap(MEMBERS, MEMBERS + "~").entrySet().stream()
                        .filter(e -> e.getValue().value() instanceof Document).map(e -> member(e.getKey(), e.getValue())).toList(),
                typed("config", Document.class, Document.EMPTY), at("config").mod(), request(), typed("history", TimelineHistory.class, TimelineHistory.UNKNOWN),
                typed("status", ClusterStatus.class, ClusterStatus.UNKNOWN), sync(), new Failsafe(typed("failsafe", Document.class, Document.EMPTY), at("failsafe").mod()), heartbeat(), claimed(),
                typed("term", TermClaim.class, TermClaim.NONE));
        return known;
    }

    private TimelineClaim claimed() {
        var claim = typed("timeline", TimelineClaim.class, TimelineClaim.NONE);
        return new TimelineClaim(claim.by(), claim.number(), at("timeline").mod());
    }

    LeaderLock lock() {
        return keys.get("leader") instanceof Key(MemberName holder, var create, var mod, var lease) ? new LeaderLock.Held(holder, lease, create, mod) : LeaderLock.ABSENT;
    }

    Heartbeat heartbeat() {
        return typed("heartbeat", Heartbeat.class, Heartbeat.NEVER);
    }

    private Initialize initialize() {
        return switch (at("initialize")) {
            case Key(Initialize.Done done, _, _, _) -> done;
            case Key(_, _, var mod, _) -> mod == 0 ? Initialize.MISSING : new Initialize.InProgress(mod);
        };
    }

    @SuppressWarnings("unchecked") // only #ask and PutRequest put it
    private OperatorRequest request() {
        return keys.get("failover") instanceof Key(LongFunction<?> made, _, var mod, _) ? ((LongFunction<OperatorRequest>) made).apply(mod) : OperatorRequest.NONE;
    }

    private SyncState sync() {
        return keys.get("sync") instanceof Key(SyncState.On on, _, var mod, _) ? new SyncState.On(on.leader(), on.standbys(), on.quorum(), on.timeline(), mod) : SyncState.OFF;
    }

    private void sync(SyncState state) {
        switch (state) {
            case SyncState.Off _ -> delete("sync");
            case SyncState.On on -> put("sync", new SyncState.On(on.leader(), on.standbys().stream().sorted().toList(), on.quorum(), on.timeline(), 0), LeaseId.NONE);
        }
    }

    private static Member member(String key, Key its) {
        return new Member(new MemberName(key.substring(MEMBERS.length())), its.lease(), (Document) its.value());
    }

    private Key at(String key) {
        return keys.getOrDefault(key, NONE);
    }

    private <T> T typed(String key, Class<T> type, T otherwise) {
        return type.isInstance(at(key).value()) ? type.cast(at(key).value()) : otherwise;
    }

    Map<String, Key> keys() {
        return keys;
    }

    // ---- changing

    /// What a watch is told of the transactions since it was last asked: whether something that matters changed, whether the leader key was put.
    record Told(boolean worthWaking, boolean heartbeat) {}

    Optional<Told> told() {
        var told = woken || beaten ? Optional.of(new Told(woken, beaten)) : Optional.<Told>empty();
        woken = false;
        beaten = false;
        return told;
    }

    /// One transaction of somebody's: its revision.
    long change(Runnable puts) {
        transaction = revision + 1;
        puts.run();
        revision = transaction;
        return revision;
    }

    void put(String key, Object value, LeaseId lease) {
        var before = at(key);
        var now = new Key(value, before.create() == 0 ? transaction : before.create(), transaction, lease);
        keys.put(key, now);
        woken |= matters(key, before, now);
        beaten |= key.equals("leader");
    }

    void delete(String key) {
        var before = at(key);
        keys.remove(key);
        woken |= before.create() != 0 && matters(key, before, NONE);
    }

    /// Every key on that lease goes, in one transaction.
    void revoke(LeaseId lease) {
        var hanging = keys.entrySet().stream().filter(e -> e.getValue().lease().equals(lease)).map(Map.Entry::getKey).toList();
        if (!hanging.isEmpty()) change(() -> hanging.forEach(this::delete));
    }

    /// As the adapter's watch: everything decisions look at, but no heartbeat, no `status`, and of the members only who comes and goes, and what they promise.
    private static boolean matters(String key, Key before, Key now) {
        return switch (key) {
            case "leader" -> before.create() != now.create() || !before.lease().equals(now.lease()) || !before.value().equals(now.value());
            case "config", "failover", "initialize", "sync", "release" -> true;
            case String other -> other.startsWith(MEMBERS) && other.indexOf('/', MEMBERS.length()) < 0 
                    && (before.create() == 0 || now.create() == 0 || !promise(before).equals(promise(now)));
        };
    }

    private static Document promise(Key member) {
        return member.value() instanceof Document said ? said.section(Ballot.FIELD) : Document.EMPTY;
    }

    // ---- the port's writes

    /// `lease`: the writing agent's own. `lives`: whether the lease that a renewal hangs on was kept alive just now, and with which ttl it was granted.
    WriteOutcome apply(DcsWrite write, Lease lease, Optional<Duration> lives) {
        return switch (write) {
            case DcsWrite.Acquire(var me, _, var seen, var claim, var proof, _, var term) -> only(lock() instanceof LeaderLock.Absent && heartbeat().revision() == seen,
                    "held, or somebody has led since", () -> {
                        lead(me, lease.id(), lease.ttl(), proof, FIRST);
                        delete("release");
                        claim(claim.by(), claim.number());
                        term(me, term);
                    });
            case DcsWrite.Reclaim(var me, var seen, _, var proof, _, var term) -> only(lock().equals(seen) && seen.holder().equals(me), "changed", () -> {
                lead(me, lease.id(), longer(lease.ttl(), heartbeat().ttl()), proof, FIRST);
                term(me, term);
            });
            case DcsWrite.Seize(var me, var seen, _, var claim, var proof, _, var term) -> only(lock().equals(seen), "changed", () -> {
                lead(me, lease.id(), longer(lease.ttl(), heartbeat().ttl()), proof, FIRST);
                delete("release");
                claim(claim.by(), claim.number());
                term(me, term);
            });
            case DcsWrite.Renew renew when lives.isPresent() && sameTerm(renew.mine()) && renew.mine().holder().equals(renew.me()) && inOrder(renew) ->
                    new WriteOutcome.Done(change(() -> {
                        lead(renew.me(), renew.mine().lease(), lives.orElseThrow(), renew.proof(), renew.sent());
                        if (!renew.says().equals(Document.EMPTY)) putMember(MEMBERS + renew.me(), renew.says(), renew.mine().lease());
                    }));
            case DcsWrite.Renew(_, var mine, _, _, var sent, _) when sameTerm(mine) && at("sent").value().equals(sent) -> new WriteOutcome.Done(heartbeat().revision());
            case DcsWrite.Renew _ -> new WriteOutcome.Refused("not mine, or overtaken");
            case DcsWrite.LetGo(var mine, var record) -> only(lock().equals(mine), "not mine", () -> {
                delete("leader");
                put("release", record, LeaseId.NONE);
            });
            case DcsWrite.Disown(var seen) -> only(lock().equals(seen), "changed", () -> {
                delete("leader");
                delete("release");
            });
            case DcsWrite.HandOver(var mine, var next, var its, var number, var term) -> only(lock().equals(mine) && !its.equals(LeaseId.NONE) && at(MEMBERS + next).lease().equals(its),
                    "not possible", () -> {
                        put("leader", next, its);
                        delete("release");
                        claim(next, number);
                        term(next, term);
                    });
            case DcsWrite.PutMember(var me, var data, _) -> putMember(MEMBERS + me, data, lease.id());
            case DcsWrite.PutHistory(var mine, var newer) -> only(sameTerm(mine), "not mine", () -> put("history", newer, LeaseId.NONE));
            case DcsWrite.PutSync(var mine, var state) -> only(sameTerm(mine) && at("sync").mod() == state.modRevision(), "not mine, or changed", () -> sync(state));
            case DcsWrite.PutFailsafe(var mine, var state) -> only(sameTerm(mine) && at("failsafe").mod() == state.modRevision(), "not mine, or changed", () -> {
                if (state.inForce()) put("failsafe", state.members(), LeaseId.NONE);
                else delete("failsafe");
            });
            case DcsWrite.ClaimTimeline(var mine, var number, var seen) -> only(sameTerm(mine) && at("timeline").mod() == seen, "not mine, or changed", () -> claim(mine.holder(), number));
            case DcsWrite.RetireClaim(var mine, var number, var seen) ->
                    only(sameTerm(mine) && at("timeline").mod() == seen, "not mine, or changed", () -> claim(TimelineClaim.NONE.by(), number));
            case DcsWrite.StartInitialize(var over) -> only(founding(over), "exists", () -> put("initialize", "", LeaseId.NONE));
            case DcsWrite.FinishInitialize(var id) -> only(!(initialize() instanceof Initialize.Done), "exists",
                    () -> put("initialize", new Initialize.Done(id), LeaseId.NONE));
            case DcsWrite.CancelInitialize(var mine) -> only(mine != 0 && founding(mine), "not empty, or another's", () -> delete("initialize"));
            case DcsWrite.PutConfig(var newer, var seen) -> only(at("config").mod() == seen, "changed", () -> put("config", newer, LeaseId.NONE));
            case DcsWrite.ReplaceConfig(var newer) -> only(true, "", () -> put("config", newer, LeaseId.NONE));
            case DcsWrite.PutRequest(var request) -> only(true, "", () -> put("failover", (LongFunction<OperatorRequest>) mod -> asked(request, mod), LeaseId.NONE));
            case DcsWrite.ClearRequest(var seen) -> only(at("failover").mod() == seen, "changed", () -> put("failover", Document.EMPTY, LeaseId.NONE));
        };
    }

    private WriteOutcome only(boolean guard, String reason, Runnable puts) {
        return guard ? new WriteOutcome.Done(change(puts)) : new WriteOutcome.Refused(reason);
    }

    private void lead(MemberName me, LeaseId lease, Duration ttl, DcsWrite.Proof proof, Moment sent) {
        put("leader", me, lease);
        put("heartbeat", new Heartbeat(transaction, ttl, me, proof.guarded(), lease), LeaseId.NONE);
        put("sent", sent, LeaseId.NONE);
        if (proof.status().optime().known()) put("status", proof.status(), LeaseId.NONE);
    }

    /// In etcd the time is a part of the heartbeat.
    private boolean inOrder(DcsWrite.Renew renew) {
        if (renew.seen().equals(Heartbeat.NEVER)) return true;
        return renew.again() ? typed("sent", Moment.class, FIRST).isBefore(renew.sent()) : heartbeat().revision() == renew.seen().revision();
    }

    /// Whether `initialize` is still what was read: missing (0), or empty and of this revision.
    private boolean founding(long revision) {
        return at("initialize").mod() == revision && !(initialize() instanceof Initialize.Done);
    }

    private void claim(MemberName by, Timeline number) {
        if (number.known()) put("timeline", new TimelineClaim(by, number), LeaseId.NONE);
    }

    private void term(MemberName by, Term term) {
        if (term.isAfter(Term.NONE)) put("term", new TermClaim(by, term), LeaseId.NONE);
    }

    private WriteOutcome putMember(String key, Document data, LeaseId lease) {
        var known = at(key);
        if (known.lease().equals(lease) && known.value().equals(data)) return new WriteOutcome.Done(known.mod());
        return only(true, "", () -> put(key, data, lease));
    }

    /// Whether the leader key is still of this term: its create revision, its lease, its holder.
    private boolean sameTerm(LeaderLock.Held mine) {
        return lock() instanceof LeaderLock.Held now && mine.createRevision() == now.createRevision() && mine.lease().equals(now.lease())
                && mine.holder().equals(now.holder());
    }

    private static OperatorRequest asked(Document request, long revision) {
        var member = request.text("member", "");
        if (!request.has("leader")) return new OperatorRequest.Failover(new MemberName(member), revision);
        return new OperatorRequest.Switchover(new MemberName(request.text("leader", "")), member.isEmpty() ? Candidate.BEST : new Candidate.Named(new MemberName(member)),
                request.text("scheduled_at", ""), revision);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
