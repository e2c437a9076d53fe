package io.matriarch.core.port;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.ClusterStatus;
import java.time.Duration;

/// One write to etcd. Each is guarded in its own transaction, so that a stale belief cannot be carried out.
public sealed interface DcsWrite {
    /// Writes about the leader key: never retried by the adapter, never behind a circuit breaker.
    sealed interface OfLock extends DcsWrite {}

    /// What a write that makes or keeps this node the holder tells the others, in its own transaction: `guarded`, whether somebody ends the
    /// server when the permit is over, goes into the `heartbeat` key ([io.matriarch.core.view.Heartbeat]); `status`, how far its WAL reaches as far
    /// as it knows, into `status`. So nobody is leader for longer than one ttl on a position that the others do not know. Unknown: `status` stays.
    record Proof(boolean guarded, ClusterStatus status) {
        public static final Proof GUARDED = new Proof(true, ClusterStatus.UNKNOWN);
        public static final Proof UNGUARDED = new Proof(false, ClusterStatus.UNKNOWN);
    }

    /// Creates the leader key, only if there is none and the `heartbeat` key is still of this modification revision (0: missing): a decision
    /// that was frozen, or a request that was under way, while somebody else led must not count that leader's permit as over. On this agent's lease (granted with `ttl` when there is none), and
    /// deletes the release record. `claim` is that of the timeline this node may make in this term, or of one that nobody may make any more;
    /// none: what is there stays as it is. `connection` is that of the look which this follows ([io.matriarch.core.view.DcsView.Reachable], 0:
    /// any): over another one it is not sent, for etcd may have been set back in between to exactly what was read, and somebody have led.
    /// `term` is what this leadership is called; nobody was given one since the heartbeat was read, for that comes with the leader key only. [Term#NONE]: what
    /// is there stays as it is.
    record Acquire(MemberName me, Duration ttl, long heartbeat, TimelineClaim claim, Proof proof, long connection, Term term) implements OfLock {
        /// Of one that will make no timeline and knows of none.
        public Acquire(MemberName me, Duration ttl, long heartbeat) {
            this(me, ttl, heartbeat, TimelineClaim.NONE, Proof.GUARDED);
        }

        public Acquire(MemberName me, Duration ttl, long heartbeat, TimelineClaim claim, Proof proof) {
            this(me, ttl, heartbeat, claim, proof, 0, Term.NONE);
        }
    }

    /// Takes over the own name's key from a former process of this agent: only if it is exactly as `seen`. `connection` and
    /// `term` as for [Acquire]; the term that this leadership has already goes on.
    record Reclaim(MemberName me, LeaderLock.Held seen, Duration ttl, Proof proof, long connection, Term term) implements OfLock {
        public Reclaim(MemberName me, LeaderLock.Held seen, Duration ttl) {
            this(me, seen, ttl, Proof.GUARDED);
        }

        public Reclaim(MemberName me, LeaderLock.Held seen, Duration ttl, Proof proof) {
            this(me, seen, ttl, proof, 0, Term.NONE);
        }
    }

    /// Takes the key over from another member that all voters have lost: only if it is exactly as `seen`, so that a holder that has renewed since is left alone.
    /// Its permit may still run: sent only where promises keep it from acknowledging anything (`fast_failover`). Deletes the release record; the rest as for [Acquire].
    record Seize(MemberName me, LeaderLock.Held seen, Duration ttl, TimelineClaim claim, Proof proof, long connection, Term term) implements OfLock {}

    /// Keepalive of the lease *and* a put of the leader key guarded by its create revision and lease. Both, or it is not renewed.
    /// One that was overtaken is refused: of two of one term the one that was `sent` later is the newer word on how far the leader is, and on whether
    /// somebody ends its server. `seen` is the heartbeat that was read; when it is of an earlier term, it must be the last one still.
    /// [Heartbeat#NEVER]: not compared. `says` goes into the member key in the same transaction, on the lock's lease; empty: that stays as it is.
    record Renew(MemberName me, LeaderLock.Held mine, Proof proof, Heartbeat seen, Moment sent, Document says) implements OfLock {
        public Renew(MemberName me, LeaderLock.Held mine) {
            this(me, mine, Proof.GUARDED);
        }

        public Renew(MemberName me, LeaderLock.Held mine, Proof proof) {
            this(me, mine, proof, Heartbeat.NEVER, new Moment(0), Document.EMPTY);
        }

        /// Whether the heartbeat that was read is of the term that is renewed.
        public boolean again() {
            return seen.lease().equals(mine.lease());
        }
    }

    /// Deletes the leader key, only if it is this term's and nobody has renewed it since it was read (so one that was under way for long
    /// does not take it from a holder that has gone on), and records the release in the same transaction.
    /// Sent only when nothing here can write: whoever reads the record need not wait for the lease.
    record LetGo(LeaderLock.Held mine, Release.Clean record) implements OfLock {}

    /// Deletes the leader key, whoever is named in it, only if it is exactly as `seen`, and records nothing: an old etcd was restored, and this
    /// is a former term's. Nobody counts its holder's permit as over by it.
    record Disown(LeaderLock.Held seen) implements OfLock {}

    /// Puts the successor's name and lease into the leader key in one transaction, only if the term is still this one, not renewed since, and the
    /// successor's member key still hangs on that lease. `claim` is the timeline that the successor may make; unknown: it claims one itself. `term` is the successor's.
    record HandOver(LeaderLock.Held mine, MemberName successor, LeaseId lease, Timeline claim, Term term) implements OfLock {
        /// One that leaves the claim to the successor.
        public HandOver(LeaderLock.Held mine, MemberName successor, LeaseId lease) {
            this(mine, successor, lease, Timeline.UNKNOWN, Term.NONE);
        }
    }

    /// Keeps the lease alive (grants one of `ttl` if there is none, or if the ttl changed) and puts the member key when its content or lease changed.
    record PutMember(MemberName me, Document data, Duration ttl) implements DcsWrite {}

    /// `timeline`, by the leader of this term only, and only over what was read (`seen`, a modification revision; 0: there is none). One of unknown outcome that arrives
    /// after a later one would take the number back, and then it might be given twice (seed 279928).
    record ClaimTimeline(LeaderLock.Held mine, Timeline number, long seen) implements DcsWrite {}

    /// `timeline`, by the leader of this term only, and only over what was read, as for [ClaimTimeline]: no number up to this one may be made by anybody any more.
    record RetireClaim(LeaderLock.Held mine, Timeline number, long seen) implements DcsWrite {}

    /// `history`, by the leader of this term only.
    record PutHistory(LeaderLock.Held mine, TimelineHistory history) implements DcsWrite {}

    /// `sync`, by the leader of this term only, and only over what was read: `state` says of which modification revision (0: there is none). One that is
    /// off deletes the key. Of one whose outcome is unknown either may be true.
    record PutSync(LeaderLock.Held mine, SyncState state) implements DcsWrite {}

    /// `failsafe`, by the leader of this term only, and only over what was read: `state` says of which modification revision (0: there is none). One that names
    /// nobody deletes the key. Of one whose outcome is unknown either may be true.
    record PutFailsafe(LeaderLock.Held mine, Failsafe state) implements DcsWrite {}

    /// Wins or loses the right to run initdb: puts `initialize` empty, only if it is of this modification revision (0: missing).
    record StartInitialize(long over) implements DcsWrite {}

    /// Writes the system identifier, only over an empty or missing `initialize`.
    record FinishInitialize(SystemId systemId) implements DcsWrite {}

    /// Deletes `initialize` so that another member may try, only if it is of this modification revision: as this member wrote it.
    record CancelInitialize(long mine) implements DcsWrite {}

    /// `config`, only if its modification revision is still `revision` (0: only if there is none).
    record PutConfig(Document config, long revision) implements DcsWrite {}

    /// `config` whatever is there (PUT /config).
    record ReplaceConfig(Document config) implements DcsWrite {}

    /// `failover`: an operator's request.
    record PutRequest(Document request) implements DcsWrite {}

    /// Empties `failover` (`{}`), only if it is still the request of that revision.
    record ClearRequest(long revision) implements DcsWrite {}
}
