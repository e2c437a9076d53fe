package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.FOLLOW;
import static io.matriarch.core.ha.Stance.HOLD;
import static io.matriarch.core.ha.Stance.RACE;
import static io.matriarch.core.ha.Stance.RESTORE;

import io.matriarch.core.ha.Acknowledged;
import io.matriarch.core.ha.Candidacy;
import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.Founding;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.SyncLeader;
import io.matriarch.core.ha.SyncVoters;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.Preference;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.ha.Restoring;
import io.matriarch.core.ha.Witness;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.PostgresState;

/// Nobody holds the leader lock.
public final class LockFree {
    private LockFree() {}

    public static final RuleBook RULES = RuleBook.of("free",
            rule("another-was-elected", "commits are synchronous, and the sync key names another leader, or another may have made a later timeline, or the high-water mark is beyond this copy: this primary lacks what another acknowledged, or may", SyncLeader::anotherWasElected,
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.NOTHING)),
            rule("my-key-vanished", "this primary's permit still runs, so nobody else can have been promoted",
                    w -> w.runningPrimary() && w.permitted() && !w.diskHangs(), RACE),
            rule("adopt-primary", "a running primary that no cluster knows yet becomes its first leader",
                    w -> w.runningPrimary() && unknownCluster(w), RACE),
            rule("led-here-unguarded", "this primary led through a pause and nobody has led since", LeaderRace::ledHereUnguarded, RACE),
            rule("primary-without-permit", "nobody vouches that this server is the only primary", World::writable,
                    Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("nothing-to-found-with", "a standby cluster is made of a copy of the remote, and its configuration names no host to copy from, and no method that needs none",
                    w -> unknownCluster(w) && noUsableData(w) && StandbyLeader.archiveOnly(w) && !Restoring.possible(w), HOLD),
            rule("initialize", "no cluster exists and this member may make one", LockFree::mayInitialize, new Stance.Bootstrap()),
            rule("orphaned-initialize", "somebody took the right to make the cluster a whole ttl ago, nobody says that he uses it, and no member has a copy", Founding::orphaned,
                    new Stance.Bootstrap()),
            rule("copies-the-remote", "in a standby cluster the remote has all data, and no member has any: this one leads and copies it", StandbyLeader::onlyTheRemoteHasData, RACE),
            rule("rebuild-pauses", "making this copy without a leader failed again and again: each attempt waits longer, up to a minute", w -> Restoring.may(w) && Rebuilding.restorePauses(w), HOLD),
            rule("restore", "there is no usable data here, nobody has led for longer than an election takes, and a method of the operator's makes a copy without a leader", Restoring::may, RESTORE),
            rule("wait-for-a-leader", "there is no usable data here and nobody to copy from", LockFree::noUsableData, HOLD),
            rule("watchdog-unfit", "this node may lead only with its watchdog, and that is missing, not writable, or failed a moment ago", LockFree::watchdogUnfit, HOLD),
            rule("first-leader", "the cluster was made here and nobody has ever led it", LeaderRace::freshCluster, RACE),
            rule("cluster-being-made", "initdb has run and the cluster's identity is being written",
                    w -> w.stopped() && w.initialize() instanceof Initialize.InProgress, HOLD),
            rule("start-to-compare", "only a running standby can say how far its WAL reaches", World::stopped, FOLLOW),
            rule("silent-too-long", "the standby has taken no connection for a minute: it is killed and started anew", Pauses::silentTooLong,
                    Stance.standDown(StopMode.KILL, Stance.Then.NOTHING)),
            rule("starting", "the server is not ready yet", w -> !w.runningStandby(), HOLD),
            rule("operator-restart", "the operator asked to restart this server, and nobody has to lead for that", LockFree::asksForRestart, new Stance.Restart()),
            rule("no-cluster-by-standby", "a standby never makes a cluster: its primary may live", LockFree::unknownCluster, HOLD),
            rule("promotion-failed", "the last promotion here failed: others go first for one ttl", LockFree::promotionFailed, HOLD),
            rule("pre-promote-failed", "the operator's pre_promote did not let this member be promoted: others go first for one ttl", LockFree::prePromoteFailed, HOLD),
            rule("came-to-nothing", "the last election was held for this member and found too few promises: others go first for one ttl", Candidacy::cameToNothing, HOLD),
            rule("may-not-lead", "the operator excludes this member by its tags", w -> w.node().tags().noFailover(), HOLD),
            rule("another-was-chosen", "the operator named another member, and it answers", LeaderRace::anotherWasChosen, HOLD),
            rule("last-leader-may-live", "the lock is gone but not released: the last leader's permit may still run", LeaderRace::lastLeaderMayLive, HOLD),
            rule("not-in-failsafe", "the failsafe key does not name this member, so the leader may go on without asking it", FailsafeMode::notListed, HOLD),
            rule("last-leader-unguarded", "the last leader led through a pause, nobody ends its server, and it does not answer as a running standby",
                    LeaderRace::lastLeaderUnguarded, HOLD),
            rule("member-missing-after-wipe", "etcd was wiped or set back, and a member that may lead or have more does not say how far it is", Witness::memberMissingAfterWipe, HOLD),
            rule("primary-answers", "a primary still answers, or one with a permit to be; it takes the lock back or stops", LeaderRace::primaryAnswers, HOLD),
            rule("older-timeline", "the cluster has been on a newer timeline than this copy", LeaderRace::onOlderTimeline, HOLD),
            rule("not-synchronous", "commits are synchronous, and this member may lack one that was acknowledged", SyncVoters::notSynchronous, HOLD),
            rule("behind-acknowledged", "etcd has forgotten up to where commits were acknowledged; this member's disk has not, and its copy ends before that: an operator may take the loss (POST /failover)",
                    Acknowledged::behind, HOLD),
            rule("lags-too-much", "too much of the leader's last known WAL is missing here", LeaderRace::lagsTooMuch, HOLD),
            rule("fetches", "another standby has more WAL, and this member goes before it, by its priority or because the failsafe key does not name that one: it is streamed from there first, for half a ttl at most", Preference::fetches, FOLLOW),
            rule("another-is-ahead", "another member has more WAL", LeaderRace::anotherIsAhead, HOLD),
            rule("too-few-voters", "too few of those that acknowledged commits say that they have no more than this member", SyncVoters::tooFewVoters, HOLD),
            rule("another-is-preferred", "another member has as much WAL and a higher priority", LeaderRace::anotherIsPreferred, HOLD),
            rule("another-fetches", "a member with a higher priority lacks a little of this WAL: it may stream that first, for half a ttl at most", Preference::anotherFetches, HOLD),
            rule("disk-unfit", "this disk is full, read-only, failing or hung, and another member would lead: it goes first for one ttl", LeaderRace::soundDiskGoesFirst, HOLD),
            rule("failover-budget-spent", "the leader has changed too often of late: the next change waits until an operator asks for it (POST /failover), or until time has passed",
                    w -> LeaderRace.changedTooOften(w) && !LeaderRace.askedFor(w), HOLD),
            otherwise("furthest-races", "nobody who answers has more WAL", RACE));

    /// As what it is. A primary has the lock, or is about to take it, and is restarted under it.
    static boolean asksForRestart(World w) {
        return w.local().request() instanceof LocalRequest.Restart && w.runningStandby();
    }

    /// A primary is dealt with when it has the lock: then it can hand over.
    private static boolean watchdogUnfit(World w) {
        return w.watchdogUnfit() && (w.runningStandby() || LeaderRace.freshCluster(w));
    }

    private static boolean unknownCluster(World w) {
        return w.initialize() instanceof Initialize.Missing && w.memory().sign().revision() == 0;
    }

    private static boolean mayInitialize(World w) {
        return switch (w.postgres()) {
            case PostgresState.NoData _ -> unknownCluster(w) && Founding.mayMake(w);
            case PostgresState.HalfDone(var marker) -> marker.equals("bootstrap") && mayRetry(w);
            case PostgresState.Unusable _, PostgresState.Running _, PostgresState.Stopped _, PostgresState.Starting _, PostgresState.Silent _ -> false;
        };
    }

    /// An initdb that died with its agent is made again, and one that failed after a pause, once the right to it was given back.
    private static boolean mayRetry(World w) {
        return w.initialize() instanceof Initialize.InProgress && !w.job().failed(JobKind.BOOTSTRAP) && !MemberKey.anotherFounds(w)
                || unknownCluster(w) && !Pauses.afterFailure(w) && Founding.mayMake(w);
    }

    static boolean promotionFailed(World w) {
        return failedWithinTtl(w, JobKind.PROMOTE);
    }

    static boolean prePromoteFailed(World w) {
        return failedWithinTtl(w, JobKind.PRE_PROMOTE);
    }

    private static boolean failedWithinTtl(World w, JobKind asked) {
        return w.job() instanceof JobStatus.Ended(var kind, var at, var succeeded, _) && kind == asked && !succeeded
                && w.now().isBefore(at.plus(w.config().timing().ttl()));
    }

    private static boolean noUsableData(World w) {
        return switch (w.postgres()) {
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _ -> true;
            case PostgresState.Running _, PostgresState.Stopped _, PostgresState.Starting _, PostgresState.Silent _ -> false;
        };
    }
}
