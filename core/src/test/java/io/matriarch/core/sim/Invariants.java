package io.matriarch.core.sim;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Every oracle, asked after every event and whenever a server, an agent or etcd reports something. A broken promise is a [Breach].
/// The promises themselves are in the oracles' own files; here is only who is told what. Above the usual size for that reason.
final class Invariants {
    private static final Duration LONG_UNDISTURBED = Duration.ofSeconds(6);
    private static final Duration ASKED_LATELY = Duration.ofSeconds(1);
    private final EventQueue queue;
    private final Map<MemberName, Moment> disturbed = new TreeMap<>();
    /// When an agent last asked for what makes its server a primary. From then on it is decided, however long it takes.
    private final Map<MemberName, Asked> asked = new TreeMap<>();
    private final Map<MemberName, Moment> begun = new TreeMap<>();
    private final OneWriter oneWriter = new OneWriter();
    private final UnderPermit underPermit = new UnderPermit();
    private final Timelines timelines = new Timelines();
    private final NeverHalfDone halfDone = new NeverHalfDone();
    private final Journaled journaled = new Journaled();
    private final TrueHealth health = new TrueHealth();
    final Shown shown = new Shown();
    private boolean overlap;
    private boolean onlySynchronous;

    /// `term` is the last that etcd had given anybody by then.
    private record Asked(Moment at, Term term) {}

    /// At `at` etcd was made to forget what it was told after `since`.
    private record SetBack(Moment since, Moment at) {}

    private Optional<SetBack> lastSetBack = Optional.empty();
    final BoundedLoss loss = new BoundedLoss();
    /// The cluster is paused: a primary needs no permit.
    boolean handsOff;
    Map<MemberName, ClusterSim.Incarnation> agents = Map.of();
    Predicate<MemberName> wellAgent = _ -> true;
    /// Whether etcd says that this member leads and nobody ends its server: it may not have heard yet that a pause is over.
    Predicate<MemberName> unguarded = _ -> false;
    /// The last term that etcd has given anybody.
    Supplier<Term> term = () -> Term.NONE;
    /// Whether etcd says who may hold what is acknowledged now.
    BooleanSupplier synchronous = () -> false;
    /// Whether etcd says that this member was the last to acknowledge anything.
    Predicate<MemberName> ledLast = _ -> false;

    Invariants(EventQueue queue) {
        this.queue = queue;
    }

    /// Something was just done to this node, or has just ended.
    void disturb(MemberName name) {
        disturbed.put(name, queue.now());
        journaled.disturbed(name);
    }

    /// A process of its agent begins, and remembers nothing.
    void begins(MemberName name) {
        begun.put(name, queue.now());
        disturb(name);
    }

    // ---- after every event

    void check(Map<MemberName, SimServer> servers) {
        var now = queue.now();
        var writable = 0;
        for (var server : servers.values()) {
            if (!server.writable()) {
                if (!server.running()) server.leftFromPause = false;
                continue;
            }
            writable++;
            server.writableAt = now;
            var itsNow = server.box.now();
            underPermit(server, itsNow);
            if (!handsOff && server.guardian.acts() && server.guardian.end().isBefore(itsNow.minus(Duration.ofMillis(1)))) throw new Breach(UnderPermit.NAME, server.name + " is writable after its guardian's deadline");
        }
        if (!onlySynchronous && (writable > 1 || overlap)) oneWriter.look(now, servers.values().stream().filter(SimServer::writable).map(s -> s.name).toList());
        overlap = writable > 1;
        agents(servers, now);
        journaled.look(now);
    }

    /// A primary that nobody guarded in a pause may go on after it until it has proved to lead since, or has been stopped, which may take long. What it proved
    /// in the pause armed no guardian.
    private void underPermit(SimServer server, Moment itsNow) {
        if (handsOff || unguarded.test(server.name)) leftFromPause(server);
        else if (!server.leftFromPause || server.provedInPause.isBefore(underPermit.until(server.name))) {
            server.leftFromPause = false;
            underPermit.writable(server.name, itsNow);
            if (server.guardian.end().nanos() != Long.MAX_VALUE) underPermit.armed(server.name, server.guardian.end());
        }
    }

    private void leftFromPause(SimServer server) {
        server.leftFromPause = true;
        server.provedInPause = underPermit.until(server.name);
    }

    /// What it proved last is not over yet.
    boolean mayLead(SimServer server) {
        return !underPermit.until(server.name).isBefore(server.box.now());
    }

    private void agents(Map<MemberName, SimServer> servers, Moment now) {
        if (onlySynchronous) return;
        var permitted = 0;
        for (var one : agents.entrySet()) {
            var claims = one.getValue().claims();
            if (claims.mayLead()) permitted++;
            if (claims.primary()) health(servers.get(one.getKey()), one.getValue(), now);
        }
        if (permitted > 1) OneHolder.look(agents.entrySet().stream().filter(one -> one.getValue().claims().mayLead()).map(Map.Entry::getKey).toList());
    }

    private void health(SimServer server, ClusterSim.Incarnation agent, Moment now) {
        var itsNow = agent.process().now();
        health.says(server.name, now, itsNow, handsOff ? itsNow : underPermit.until(server.name), server.writableAt, agent.claims().snapshot());
    }

    // ---- what etcd says

    /// etcd carried out a write that proves that `name` leads; it was sent at `sent` by the clock of its machine.
    void proven(MemberName name, Moment sent, Duration ttl) {
        underPermit.proven(name, sent, ttl);
        if (onlySynchronous) return;
        for (var other : agents.entrySet())
            if (!other.getKey().equals(name) && other.getValue().claims().mayLead()) OneHolder.look(List.of(other.getKey(), name));
    }

    /// Everybody whom the `failsafe` key names has confirmed what `name` said at `sent`. Whoever was frozen meanwhile may do so long after the round is over, when
    /// another leads (seed 240): it proves nothing then, and makes nobody a holder.
    void confirmed(MemberName name, Moment sent, Duration ttl) {
        underPermit.confirmed(name, sent, ttl);
    }

    private boolean nobodyHeard(SimServer server, SetBack back) {
        return agents.entrySet().stream().filter(other -> !other.getKey().equals(server.name)).noneMatch(other -> {
            var its = server.all.get(other.getKey());
            return other.getValue().process().acts() && server.network.sends(server.name, its.name) && server.network.sends(its.name, server.name)
                    && (begun.get(its.name).isBefore(back.at) || its.timeline >= server.timeline);
        });
    }

    /// etcd has just been made to forget what it was told after `since`.
    void forgot(Moment since) {
        lastSetBack = Optional.of(new SetBack(since, queue.now()));
        shown.forget();
        loss.forgot(since, queue.now());
    }

    /// Somebody sends the cluster's identity; what is given back is run when etcd has written it, which may be long after.
    Runnable founding(SimServer server) {
        var standby = server.alive() && server.standby;
        return () -> Founders.wrote(server.name, standby);
    }

    /// The loop of `name` has hung for longer than any lease lasts.
    void deadLoop(MemberName name, LeaderLock lock) {
        LivingLeader.look(name, lock);
    }

    // ---- what agents say

    void decided(World world, Decision decision, List<Performed> performed) {
        HandsOff.decided(world, decision);
        for (var one : performed)
            if (one.succeeded() && one.action() instanceof Action.RunJob(var kind, _) && changesRole(kind)) journaled.written(world.me(), queue.now());
    }

    private static boolean changesRole(JobKind kind) {
        return switch (kind) {
            case START_PRIMARY, PROMOTE, RESTART -> true;
            case BOOTSTRAP, CLONE, REWIND, START_STANDBY, STOP, COPY_SLOTS, PRE_PROMOTE -> false;
        };
    }

    // ---- what servers say

    /// With hands off nobody bounds for how long one that is cut off goes on.
    void acknowledge(SimServer server, Wal row) {
        if (onlySynchronous) {
            synchronously(server, row);
            return;
        }
        if (!handsOff && !server.leftFromPause) loss.acknowledged(server.name, row, queue.now(), synchronous.getAsBoolean());
    }

    /// A machine is paused that will not know it: leases and permits prove nothing from now on. Two servers may be writable, and what either tells alone may be
    /// lost; what is told with the word of those that the cluster named may not.
    void onlySynchronous() {
        onlySynchronous = true;
        loss.onlySynchronous = true;
        shown.clocksLie = true;
    }

    boolean clocksLie() {
        return onlySynchronous;
    }

    /// Whoever tells of a commit has all that was told before: who is promoted and never tells has lost nothing.
    private void synchronously(SimServer server, Wal row) {
        if (!synchronous.getAsBoolean() || !server.commits.waits()) return;
        loss.leads(server.name, row, List.of());
        loss.acknowledged(server.name, row, queue.now(), true);
    }

    void promoted(SimServer server) {
        timelines.made(server.name, server.timeline, queue.now(), then -> lastSetBack.filter(back -> back.since.isBefore(then) && then.isBefore(back.at))
                .filter(back -> nobodyHeard(server, back)).isPresent());
        if (!onlySynchronous) loss.promoted(server.name, server.wal, queue.now(), candidates(server), agentBegun(server));
    }

    void becameWritable(SimServer server) {
        if (server.guardian.acts() && server.guardian.end().isBefore(server.box.now())) return; // its machine stood still: the guardian's kill comes in the same instant
        if (!handsOff && !unguarded.test(server.name) && server.guardian.end().nanos() == Long.MAX_VALUE) throw new Breach(UnderPermit.NAME, server.name + " became writable unguarded");
        if (loss.operatorForces) shown.forget();
        shown.opens(server.name, server.wal, ledLast.test(server.name), leadsIn(server));
        if (!diedSince(askedAt(server).at, server.name)) journaled.changed(server.name, queue.now());
        if (!onlySynchronous) loss.leads(server.name, server.wal, candidates(server), agentBegun(server));
    }

    /// The term that it leads in, at most: not one that nobody had yet when it was asked to, and who has promised another one's led before that.
    private Term leadsIn(SimServer server) {
        var promised = before(server);
        return askedAt(server).term.isAfter(promised) ? promised : askedAt(server).term;
    }

    private static Term before(SimServer server) {
        return switch (server.promised) {
            case Promised.To(var term, var candidate) when candidate.equals(server.name) -> term;
            case Promised.To(var term, _) -> new Term(term.number() - 1);
            case Promised.Nothing _, Promised.Unreadable _ -> new Term(Long.MAX_VALUE);
        };
    }

    private Moment agentBegun(SimServer server) {
        return begun.getOrDefault(server.name, new Moment(0));
    }

    /// Those that could have been promoted instead: healthy, in touch with everybody, for long enough when it was asked.
    private List<BoundedLoss.Candidate> candidates(SimServer server) {
        var others = new ArrayList<BoundedLoss.Candidate>();
        for (var other : server.all.values()) {
            if (other != server && other.standby && other.look() instanceof PostgresState.Running && undisturbed(other, askedAt(server).at) && undisturbed(server, askedAt(server).at)
                    && other.upSince.plus(LONG_UNDISTURBED).plus(askedAt(server).at.until(queue.now())).isBefore(other.box.now()) && other.cascadedAt.plus(ASKED_LATELY).isBefore(other.box.now()) && wellAgent.test(other.name))
                others.add(new BoundedLoss.Candidate(other.name, other.wal));
        }
        return others;
    }

    private boolean undisturbed(SimServer server, Moment then) {
        return server.network.well(server.name) && disturbed.getOrDefault(server.name, new Moment(0)).plus(LONG_UNDISTURBED).isBefore(then);
    }

    /// The agent of `server` asks it to start as a primary, or to promote itself.
    void asked(SimServer server) {
        asked.put(server.name, new Asked(queue.now(), term.get()));
    }

    private Asked askedAt(SimServer server) {
        return asked.getOrDefault(server.name, new Asked(queue.now(), term.get()));
    }

    private boolean diedSince(Moment then, MemberName name) {
        return disturbed.containsKey(name) && !disturbed.get(name).isBefore(then);
    }

    void received(SimServer server, Wal sent) {
        SameHistory.received(server.name, server.wal, sent, server.timeline);
    }

    /// What another cluster has counts, by an operator's word. What an operator gave up is known to be lost when a commit is told of without it, so late only where clocks lie.
    void overwritten(SimServer target, SimServer source) {
        if (source.elsewhere || onlySynchronous && loss.operatorForces) return;
        LastCopy.overwritten(target.name, source.name, target.wal, source.wal, !source.standby, loss.newest(), target.all.values().stream()
                .filter(s -> s != target && s.phase != SimServer.Phase.NO_DATA && s.phase != SimServer.Phase.HALF_DONE).map(s -> s.wal).toList());
    }

    void halfDone(SimServer server, String work) {
        halfDone.began(server.name, work);
    }

    void whole(SimServer server) {
        halfDone.ended(server.name);
    }

    /// `owner` is the member whose slot went.
    void droppedSlot(SimServer server, SimServer owner) {
        SlotsStay.dropped(server.name, !server.standby, owner.name.slotName(), owner.box.acts() && owner.alive());
    }

    void starts(SimServer server) {
        halfDone.starts(server.name);
    }
}
