package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.HOLD;
import static io.matriarch.core.ha.Stance.RACE;

import io.matriarch.core.ha.Candidacy;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.SyncVoters;
import io.matriarch.core.ha.World;

/// Another member holds the leader lock, and the voters have lost it: with `fast_failover` the best of them takes the lock over.
/// Who is best is told as in [LockFree]; nobody waits for the last leader's permit, for it acknowledges nothing. But one without an end would leave its
/// server open for ever.
/// What of that book holds here is written out again: a book is read by itself.
public final class LockLost {
    private LockLost() {}

    public static final RuleBook RULES = RuleBook.of("lost",
            rule("promotion-failed", "the last promotion here failed: others go first for one ttl", LockFree::promotionFailed, HOLD),
            rule("pre-promote-failed", "the operator's pre_promote did not let this member be promoted: others go first for one ttl", LockFree::prePromoteFailed, HOLD),
            rule("came-to-nothing", "the last election was held for this member and found too few promises: others go first for one ttl", Candidacy::cameToNothing, HOLD),
            rule("may-not-lead", "the operator excludes this member by its tags", w -> w.node().tags().noFailover(), HOLD),
            rule("watchdog-unfit", "this node may lead only with its watchdog, and that is missing, not writable, or failed a moment ago", World::watchdogUnfit, HOLD),
            rule("another-was-chosen", "the operator named another member, and it answers", LeaderRace::anotherWasChosen, HOLD),
            rule("last-leader-unguarded", "the leader has led through a pause: nobody ends its server, and it does not answer as a running standby", LeaderRace::lastLeaderUnguarded, HOLD),
            rule("primary-answers", "a primary answers, or one with a permit to be: it is the leader that was asked for under another name", LeaderRace::primaryAnswers, HOLD),
            rule("older-timeline", "the cluster has been on a newer timeline than this copy", LeaderRace::onOlderTimeline, HOLD),
            rule("lags-too-much", "too much of the leader's last known WAL is missing here", LeaderRace::lagsTooMuch, HOLD),
            rule("another-is-ahead", "another member has more WAL", LeaderRace::anotherIsAhead, HOLD),
            rule("too-few-voters", "too few of those that acknowledged commits say that they have no more than this member", SyncVoters::tooFewVoters, HOLD),
            rule("another-is-preferred", "another member has as much WAL and a higher priority", LeaderRace::anotherIsPreferred, HOLD),
            rule("disk-unfit", "this disk is full, read-only, failing or hung: whoever has a sound one goes first, or the lease is waited for", World::diskUnfit, HOLD),
            rule("failover-budget-spent", "the leader has changed too often of late: the next change waits until an operator asks for it (POST /failover), or until time has passed",
                    w -> LeaderRace.changedTooOften(w) && !LeaderRace.askedFor(w), HOLD),
            otherwise("takes-over", "neither the leader's server nor its agent answers, and too few voters receive from it to confirm a commit", RACE));
}
