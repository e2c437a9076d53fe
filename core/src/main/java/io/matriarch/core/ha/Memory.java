package io.matriarch.core.ha;

import io.matriarch.core.ha.promise.Poll;
import io.matriarch.core.ha.sync.Acknowledging;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The little that must outlive a tick. It goes into a World and comes out of its Decision; nothing else is remembered anywhere.
///
/// Above the usual size: what is remembered, and how each look changes it, are to be read side by side.
///
/// `config` and `cluster` are the last known ones: shown and obeyed while etcd is dark, never ground to promote.
/// `sign` is the last sign of life of a leader. `crash` counts what happened since the local server last ran well.
/// `timeline` is the highest that etcd, a member or the own server has ever named here: a number that may have been made is never free again, not even after a wipe.
/// `heartbeat` is the last one read: a wipe does not tell that a leader whom nobody ends is gone.
/// `wrote` is how far the local server's WAL reached when it last answered; nothing, once the copy is another.
/// `doubt` is until when somebody may hold a permit of whom etcd, as it is now, knows nothing. `connection` is that of the last look.
/// `acknowledging` is whom the own server's commits wait for. `recent` is what happened lately, for what must not happen too often. `poll` is how an election stands. `vouching` is what members confirmed to each other beside etcd.
/// `cascade` is how it went with the standby that the own tag `replicatefrom` names. `preference` is how it stands with a preferred member that lacks WAL while nobody leads.
public record Memory(ClusterConfig config, ClusterView cluster, Sign sign, Crash crash, Moment dcsSeen, Timeline timeline, Heartbeat heartbeat,
        Standing standing, WalPosition wrote, Doubt doubt, long connection, Acknowledging acknowledging, Recent recent, Poll poll, Vouching vouching, Cascade cascade,
        Preference preference) {
    /// One that has taken part in nothing yet.
    public Memory(ClusterConfig config, ClusterView cluster, Sign sign, Crash crash, Moment dcsSeen, Timeline timeline, Heartbeat heartbeat, Standing standing,
            WalPosition wrote, Doubt doubt, long connection, Acknowledging acknowledging, Recent recent) {
        this(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, acknowledging, recent, Poll.NONE, Vouching.UNKNOWN, Cascade.NONE, Preference.NONE);
    }

    /// What was last read of a cluster that has an identity: who belongs to it, and how far its leader was. It is all that tells who may be
    /// missing when etcd was wiped.
    public record Standing(List<Member> members, ClusterStatus status, TimelineHistory history, SyncState sync) {
        public static final Standing UNKNOWN = new Standing(List.of(), ClusterStatus.UNKNOWN, TimelineHistory.UNKNOWN, SyncState.OFF);

        public Standing {
            members = List.copyOf(members);
        }

        /// With those who are not in it yet.
        Standing and(List<Member> others) {
            return new Standing(Stream.concat(members.stream(), others.stream().filter(o -> members.stream().noneMatch(m -> m.name().equals(o.name())))).toList(),
                    status, history, sync);
        }
    }

    /// The revision of a heartbeat that was wiped away.
    private static final long WIPED = -1;

    public sealed interface Crash {
        record None() implements Crash {}

        record Since(Moment first) implements Crash {}

        None NONE = new None();
    }

    public static Memory atStart(ClusterConfig config, Moment now) {
        return new Memory(config, ClusterView.EMPTY, new Sign(0, now, config.timing().ttl()), Crash.NONE, now, Timeline.UNKNOWN, Heartbeat.NEVER, Standing.UNKNOWN,
                WalPosition.ZERO, new Doubt(now, false, 0), 0, Acknowledging.UNKNOWN, Recent.NONE);
    }

    /// What is remembered once these new facts are in. `watched` is the newest heartbeat that the watch reported.
    public Memory recall(DcsView dcs, PostgresState postgres, Sign watched, Moment now) {
        var crashNow = crashed(postgres, now);
        return switch (dcs) {
            case DcsView.Unreachable _ -> new Memory(config, cluster, sign, crashNow, dcsSeen, Timeline.later(timeline, own(postgres)), heartbeat, standing, wrote(postgres), doubt, connection, acknowledging, recent, poll, vouching, cascade, preference);
            case DcsView.Reachable(var seen, var lease, var over) -> {
                var doubtNow = doubted(seen, over, now);
                yield new Memory(configured(seen.config()), seen, signed(seen.heartbeat(), watched, now), crashNow, now,
                        highest(seen, postgres),
                        seen.heartbeat().revision() == 0 || doubtNow.setBack() && !heartbeat.guarded() ? heartbeat : seen.heartbeat(),
                        doubtNow.setBack() ? standing.and(seen.members()) : standing(seen), wrote(postgres), doubtNow, over, acknowledging, recent, poll,
                        vouching.reading(seen.failsafe(), seen.heartbeat().revision(), lease, doubt.setBack() && !doubtNow.setBack()), cascade, preference);
            }
        };
    }

    /// With what the members said that were asked.
    Memory hearing(Map<MemberName, PeerReport> peers) {
        var highest = timeline;
        for (var report : peers.values()) if (report instanceof PeerReport.Answered a) highest = Timeline.later(highest, a.known());
        return highest.equals(timeline) ? this : new Memory(config, cluster, sign, crash, dcsSeen, highest, heartbeat, standing, wrote, doubt, connection, acknowledging, recent, poll, vouching, cascade, preference);
    }

    /// With one more look at whom the own commits wait for. While etcd is dark what it said last stands.
    public Memory acknowledges(MemberName me, PostgresState postgres, JobStatus job, Moment now) {
        if (job.busy() || !postgres.alive()) return with(acknowledging.down());
        return postgres instanceof PostgresState.Running r ? with(acknowledging.after(me, r, cluster.sync(), now)) : this;
    }

    /// With what is asked for now.
    Memory asking(List<Action> plan) {
        var asked = acknowledging;
        for (var action : plan) {
            if (action instanceof Action.Write(DcsWrite.PutSync(_, var state))) asked = asked.sent(state.modRevision());
            if (action instanceof Action.SetStandbyNames(var names)) asked = asked.asked(names);
        }
        return asked.equals(acknowledging) ? this : with(asked);
    }

    /// With what is asked for now that others may have to be told of.
    Memory claiming(List<Action> plan) {
        var sent = vouching;
        for (var action : plan) {
            if (action instanceof Action.Write(DcsWrite.PutFailsafe(_, var state))) sent = sent.sending(state.members());
            if (action instanceof Action.TakeLock(DcsWrite.Acquire acquire, _)) sent = sent.asking(acquire.heartbeat());
            // Compared with the leader key, which every heartbeat changes, too.
            if (action instanceof Action.TakeLock(DcsWrite.Seize _, _)) sent = sent.asking(heartbeat.revision());
        }
        return with(sent);
    }

    /// This member has confirmed that leader: it counts as a sign of life that was seen at `now`.
    public Memory confirming(LeaderClaim claim, Moment now) {
        return with(vouching.confirming(claim, longer(claim.ttl(), sign.ttl()), now));
    }

    /// This leader was confirmed by everybody, with a permit until then.
    public Memory confirmed(Moment until) {
        return with(vouching.confirmed(until));
    }

    private Memory with(Vouching newer) {
        return newer.equals(vouching) ? this : new Memory(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, acknowledging, recent, poll, newer, cascade, preference);
    }

    /// With what has happened lately.
    public Memory with(Recent newer) {
        return newer.equals(recent) ? this : new Memory(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, acknowledging, newer, poll, vouching, cascade, preference);
    }

    /// What has happened lately, once these new facts are in: to be asked before [#recall].
    public Recent lately(DcsView dcs, PostgresState postgres, JobStatus job, Moment now) {
        return recent.after(this, dcs, postgres, job, now);
    }

    private Memory with(Acknowledging newer) {
        return newer.equals(acknowledging) ? this : new Memory(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, newer, recent, poll, vouching, cascade, preference);
    }

    /// With what this tick told of an election.
    Memory polled(Poll newer) {
        return newer.equals(poll) ? this : new Memory(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, acknowledging, recent, newer, vouching, cascade, preference);
    }

    /// With what became of receiving from another standby.
    Memory cascading(Cascade newer) {
        return newer.equals(cascade) ? this : new Memory(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, acknowledging, recent, poll, vouching, newer, preference);
    }

    /// With how it stands with a preferred member that is behind.
    Memory preferring(Preference newer) {
        return newer.equals(preference) ? this : new Memory(config, cluster, sign, crash, dcsSeen, timeline, heartbeat, standing, wrote, doubt, connection, acknowledging, recent, poll, vouching, cascade, newer);
    }

    private Timeline highest(ClusterView seen, PostgresState postgres) {
        var named = Timeline.later(seen.claim().number(), seen.history().current());
        for (var member : seen.members()) named = Timeline.later(named, member.timeline());
        return Timeline.later(Timeline.later(timeline, own(postgres)), named);
    }

    /// What the local copy tells. One that is down, and starts in a moment, is asked by others meanwhile.
    private static Timeline own(PostgresState postgres) {
        return switch (postgres) {
            case PostgresState.Running r -> r.timeline();
            case PostgresState.Stopped(var control, _) -> control.timeline();
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _, PostgresState.Starting _, PostgresState.Silent _ -> Timeline.UNKNOWN;
        };
    }

    private Doubt doubted(ClusterView seen, long over, Moment now) {
        var longest = Moment.later(doubt.until(), now.plus(longestPermit(seen)));
        if (setBack(seen)) return new Doubt(longest, true, seen.heartbeat().revision());
        var setBack = doubt.setBack() && stillSetBack(seen, now);
        var until = cluster.revision() == 0 && !doubt.setBack() || lostTrack(now) || mayHaveLed(over, now) ? longest : doubt.until();
        return new Doubt(until, setBack, setBack ? doubt.heartbeat() : 0);
    }

    /// Another heartbeat than that of then is of somebody who has proved to lead since. Or a snapshot was restored after a wipe: then it
    /// comes with positions that were passed before, which a new leader's also may be, so that they count only for as long as the doubt lasts.
    private boolean stillSetBack(ClusterView seen, Moment now) {
        return seen.heartbeat().revision() == doubt.heartbeat()
                || now.isBefore(doubt.until()) && standing.status().optime().isAfter(seen.status().optime());
    }

    /// Each of these only ever rises. A restore may bump etcd's own revision, so that watches notice, but not that of a key; a snapshot that is
    /// restored after a wipe has higher ones than the wiped etcd, but lower claims where somebody else led, and else lower positions of the same leader
    /// (one that the lock was handed to may have less).
    private boolean setBack(ClusterView seen) {
        var claims = seen.claim().number().compareTo(cluster.claim().number());
        return seen.revision() < cluster.revision() || seen.heartbeat().revision() < cluster.heartbeat().revision()
                || claims < 0 || claims == 0 && seen.heartbeat().by().equals(cluster.heartbeat().by()) && !followsAnother(seen) && fell(cluster.status(), seen.status());
    }

    /// A standby cluster goes down, too: with another remote, or when it became one.
    private static boolean followsAnother(ClusterView seen) {
        return new ClusterConfig(seen.config()).standbyCluster() instanceof StandbyCluster.Following;
    }

    private static boolean fell(ClusterStatus before, ClusterStatus after) {
        return before.timeline().equals(after.timeline()) && before.optime().isAfter(after.optime());
    }

    /// Not one look for longer than is ever meant to be between two: somebody may have led, and etcd may have been set back to before that.
    private boolean lostTrack(Moment now) {
        var timing = config.timing();
        return dcsSeen.plus(Pace.longest(timing).plus(timing.deadlines().attempt().multipliedBy(3))).isBefore(now);
    }

    /// Between two looks over one connection etcd was not set back. Between others, somebody may have led and been forgotten when already
    /// the last look left it to anybody to lead by now.
    private boolean mayHaveLed(long over, Moment now) {
        return over != connection && (cluster.lock() instanceof LeaderLock.Absent || !now.isBefore(sign.quarantined()));
    }

    private Duration longestPermit(ClusterView seen) {
        var configured = longer(config.timing().ttl(), configured(seen.config()).timing().ttl());
        return Deadlines.of(longer(configured, longer(sign.ttl(), seen.heartbeat().ttl()))).quarantine();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /// A missing or broken `config` key leaves the last known one in force. Unsafe times in it are adjusted ([ClusterConfig#timing]), or whatever else it says, a
    /// pause say, would not reach anybody.
    private ClusterConfig configured(Document document) {
        return document.fields().isEmpty() ? config : new ClusterConfig(document);
    }

    private Standing standing(ClusterView seen) {
        return seen.initialize() instanceof Initialize.Done ? new Standing(seen.members(), seen.status(), seen.history(), seen.sync()) : standing;
    }

    /// A heartbeat that is gone says that etcd was wiped, and not since when somebody has led whom this node did not hear: as late as now.
    private Sign signed(Heartbeat read, Sign watched, Moment now) {
        if (read.revision() == 0) return sign.revision() == 0 ? sign : sign.heard(WIPED, now, sign.ttl());
        // Revisions come again after a restore: one that was heard before the newest sign is none of this heartbeat.
        var known = watched.revision() == read.revision() && !watched.since().isBefore(sign.since()) ? watched.since() : now;
        return sign.heard(read.revision(), sign.revision() == 0 ? now : known, read.ttl());
    }

    private WalPosition wrote(PostgresState postgres) {
        return switch (postgres) {
            case PostgresState.Running running -> running.end();
            case PostgresState.Stopped _, PostgresState.Starting _, PostgresState.Silent _ -> wrote;
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _ -> WalPosition.ZERO;
        };
    }

    private Crash crashed(PostgresState postgres, Moment now) {
        return switch (postgres) {
            case PostgresState.Running _ -> Crash.NONE;
            case PostgresState.Stopped(_, var crashed) when crashed && crash instanceof Crash.None -> new Crash.Since(now);
            case PostgresState _ -> crash;
        };
    }
}
