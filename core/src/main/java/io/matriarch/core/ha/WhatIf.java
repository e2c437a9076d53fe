package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.LocalView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Rebuilds;
import io.matriarch.core.view.PostgresState.Replication;
import io.matriarch.core.view.PostgresState.ServerFacts;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import io.matriarch.core.view.WatchdogView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What would follow if a member died now: each survivor's own decision, made ahead of time by the rules that would make it then.
///
/// The World is one node's, with a report of every other member in `peers`. Each survivor's World is made of it: the leader key has
/// expired, the dead member is silent, everybody else is as it reported.
/// Longer than most: making a whole World for somebody else takes its words.
public final class WhatIf {
    private WhatIf() {}

    public sealed interface Forecast {
        /// etcd does not answer here, so nobody knows who leads.
        record Unseen(String reason) implements Forecast {}

        record UnknownMember(List<MemberName> members) implements Forecast {}

        /// The dead member does not lead: whoever leads goes on. `standbys` are the other members that are left.
        record LeaderStays(MemberName leader, List<MemberName> standbys) implements Forecast {}

        /// One of `successors` would take the lock (they are equally good; etcd takes the first to ask) `after` this.
        record Succession(List<MemberName> successors, Wait after, Loss loss, List<Declined> others) implements Forecast {}

        /// Every survivor would decline.
        record NobodyLeads(List<Declined> others) implements Forecast {}
    }

    /// Until the key is free and the dead leader's permit certainly over; the promotion follows. `atLeast` is by the last sign of life
    /// known here, `atMost` for a leader that renewed this very moment. With `fast_failover` nothing, once enough voters have lost the leader; at most the same, when they do not.
    public record Wait(Duration atLeast, Duration atMost) {}

    /// `bytes` of the leader's WAL that the worst of the successors does not have now, and will not fetch first. `whenCutOff`: a leader that is not dead but cut off from
    /// etcd and its standbys goes on to acknowledge writes for as long as this.
    public record Loss(long bytes, Duration whenCutOff) {}

    /// Why a survivor would not lead: its rule, empty when it cannot even decide.
    public record Declined(MemberName member, String rule, String because) {}

    public static Forecast dies(MemberName dead, World view) {
        return switch (view.dcs()) {
            case DcsView.Unreachable(var reason) -> new Forecast.Unseen(reason);
            case DcsView.Reachable(var cluster, _, _) when !cluster.hasMember(dead) -> new Forecast.UnknownMember(names(cluster.members()));
            case DcsView.Reachable(var cluster, _, _) when cluster.lock() instanceof LeaderLock.Held held && !held.holder().equals(dead) ->
                    new Forecast.LeaderStays(held.holder(), names(cluster.members()).stream().filter(m -> !m.equals(dead) && !m.equals(held.holder())).toList());
            case DcsView.Reachable(var cluster, _, _) -> succession(dead, cluster, view);
        };
    }

    private static List<MemberName> names(List<Member> members) {
        return members.stream().map(Member::name).sorted().toList();
    }

    private static Forecast succession(MemberName dead, ClusterView cluster, World view) {
        var reports = reports(dead, view);
        var successors = new TreeMap<MemberName, WalPosition>();
        var others = new ArrayList<Declined>();
        for (var member : names(cluster.others(dead))) {
            switch (reports.getOrDefault(member, new PeerReport.Silent("no report"))) {
                case PeerReport.Silent(var reason) -> others.add(new Declined(member, "", "its agent does not answer: " + reason));
                case PeerReport.Answered a when !a.running() -> others.add(new Declined(member, "", "its server does not run"));
                case PeerReport.Answered a -> {
                    var then = then(member, a, reports, view);
                    var decision = Decider.decide(then);
                    if (decision.stance() instanceof Stance.Race) successors.put(member, a.position());
                    else if (decision.memory().preference() instanceof Preference.Fetches(_, _, var goal) && Preference.fetches(then)) successors.put(member, goal);
                    else others.add(new Declined(member, decision.rule(), decision.because()));
                }
            }
        }
        return successors.isEmpty() ? new Forecast.NobodyLeads(others) : new Forecast.Succession(List.copyOf(successors.keySet()), waiting(view), loss(dead, successors.values(), view), others);
    }

    /// Everybody by his own words; the dead one says no more.
    private static Map<MemberName, PeerReport> reports(MemberName dead, World view) {
        var reports = new HashMap<>(view.peers());
        var running = view.postgres() instanceof PostgresState.Running;
        reports.put(view.me(), new PeerReport.Answered(view.writable(), running, LeaderRace.timeline(view), LeaderRace.end(view), view.node().tags(), false, LeaderRace.timeline(view), false,
                view.diskUnfit(), true, view.watchdogUnfit()));
        reports.put(dead, new PeerReport.Silent("dead"));
        return reports;
    }

    /// The World of `member` when the last leader's permit is over.
    private static World then(MemberName member, PeerReport.Answered its, Map<MemberName, PeerReport> reports, World view) {
        var when = over(view);
        var peers = new HashMap<>(reports);
        peers.remove(member);
        var cluster = unlocked(view.cluster());
        var local = new LocalView(server(its, view), JobStatus.IDLE, LocalRequest.NONE, UpstreamView.NOT_ASKED, cluster.configRevision(), 0, Rebuilds.NONE, disk(its, when), Promised.NOTHING,
                its.watchdogFailed() ? new WatchdogView("as it says") : WatchdogView.FIT, view.local().mark());
        var memory = new Memory(view.config(), cluster, view.memory().sign(), Memory.Crash.NONE, when, view.memory().timeline(), view.memory().heartbeat(), view.memory().standing(), view.memory().wrote(),
                view.memory().doubt(), view.memory().connection(), view.memory().acknowledging(), view.memory().recent(), view.memory().poll(), Vouching.UNKNOWN, Cascade.NONE, Preference.NONE);
        return new World(node(member, its.tags(), view.node()), when, view.wallTime(), new DcsView.Reachable(cluster, lease(member, view)), local, Permit.NONE, peers, when, memory);
    }

    private static DiskView disk(PeerReport.Answered its, Moment when) {
        return its.diskUnfit() ? DiskView.of(new DiskView.DiskState.Unfit(DiskView.DiskTrouble.FAILED, new Moment(0), when, "as it says")) : DiskView.UNKNOWN;
    }

    private static Moment over(World view) {
        var over = view.memory().sign().quarantined();
        return over.isBefore(view.now()) ? view.now() : over;
    }

    private static ClusterView unlocked(ClusterView c) {
        return new ClusterView(c.revision(), LeaderLock.ABSENT, Release.NONE, c.initialize(), c.members(), c.config(), c.configRevision(), OperatorRequest.NONE, c.history(),
                c.status(), c.sync(), c.failsafe(), c.heartbeat(), c.claim(), c.term());
    }

    private static Lease lease(MemberName member, World view) {
        return new Lease(view.cluster().member(member).lease(), view.config().timing().ttl());
    }

    private static NodeConfig node(MemberName member, Tags tags, NodeConfig mine) {
        return new NodeConfig(member, mine.scope(), tags, mine.mayBootstrap(), mine.bootstrap(), mine.member(), mine.usePgRewind(), mine.peerPatience(), mine.methods());
    }

    private static PostgresState server(PeerReport.Answered its, World view) {
        var replication = new Replication(Endpoint.NOWHERE, false, its.position(), its.position(), List.of());
        var facts = new ServerFacts(0, "", "", false, List.of(), Endpoint.NOWHERE, List.of(), true, PostgresState.CommitWait.NOBODY);
        return new PostgresState.Running(its.primary(), systemId(view), its.timeline(), its.position(), replication, facts);
    }

    private static SystemId systemId(World view) {
        return view.initialize() instanceof Initialize.Done(var id) ? id : new SystemId("");
    }

    private static Wait waiting(World view) {
        var ttl = view.cluster().heartbeat().ttl().isZero() ? view.config().timing().ttl() : view.cluster().heartbeat().ttl();
        return switch (view.lock()) {
            case LeaderLock.Held _ when FastFailover.inForce(view) -> new Wait(Duration.ZERO, Deadlines.of(ttl).quarantine());
            case LeaderLock.Held _ -> new Wait(view.now().until(over(view)), Deadlines.of(ttl).quarantine());
            case LeaderLock.Absent _ -> new Wait(view.now().until(over(view)), view.now().until(over(view)));
        };
    }

    private static Loss loss(MemberName dead, Collection<WalPosition> successors, World view) {
        var furthest = WalPosition.later(view.cluster().status().optime(), deadsEnd(dead, view));
        var bytes = successors.stream().mapToLong(furthest::ahead).max().orElse(0);
        return new Loss(bytes, view.config().timing().deadlines().soft());
    }

    private static WalPosition deadsEnd(MemberName dead, World view) {
        if (dead.equals(view.me())) return LeaderRace.end(view);
        return view.peers().get(dead) instanceof PeerReport.Answered a ? a.position() : WalPosition.ZERO;
    }
}
