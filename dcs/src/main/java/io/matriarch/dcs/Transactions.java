package io.matriarch.dcs;

import static io.matriarch.dcs.Guards.absent;
import static io.matriarch.dcs.Guards.before;
import static io.matriarch.dcs.Guards.bytes;
import static io.matriarch.dcs.Guards.createdAt;
import static io.matriarch.dcs.Guards.delete;
import static io.matriarch.dcs.Guards.get;
import static io.matriarch.dcs.Guards.leased;
import static io.matriarch.dcs.Guards.modifiedAt;
import static io.matriarch.dcs.Guards.put;
import static io.matriarch.dcs.Guards.valued;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.json.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Each write as one etcd transaction: what must hold, and what then happens. Pure.
///
/// A term of leadership is named by the leader key's create revision, its lease and its value together: the create revision alone
/// survives a hand-over (a put over an existing key), the lease alone survives a release and a new acquisition.
/// When a guard on the leader key fails, the transaction reads that key instead, so that the refusal can say who holds it.
record Transactions(Keyspace keys) {
    /// `lease` is this agent's, alive.
    TxnRequest acquire(DcsWrite.Acquire write, Lease lease) {
        return ofLock(List.of(absent(keys.leader()), modifiedAt(keys.heartbeat(), write.heartbeat())), leader(write.me(), lease.id()),
                heartbeat(write.me(), lease, write.proof()), status(write.proof()), delete(keys.release()), claim(write.claim()), term(new TermClaim(write.me(), write.term())));
    }

    /// The lock as `seen` to the revision: a former process of this agent that renews meanwhile makes it fail.
    /// `former` is the ttl of the last heartbeat: a holder that never hears of this write still has its permit of that.
    TxnRequest reclaim(DcsWrite.Reclaim write, Lease lease, Duration former) {
        var seen = write.seen();
        return ofLock(List.of(createdAt(keys.leader(), seen.createRevision()), modifiedAt(keys.leader(), seen.modRevision()),
                valued(keys.leader(), bytes(write.me().value()))), leader(write.me(), lease.id()),
                heartbeat(write.me(), new Lease(lease.id(), longer(lease.ttl(), former)), write.proof()), status(write.proof()), term(new TermClaim(write.me(), write.term())));
    }

    /// As reclaim, but the name is another's. The heartbeat says the longer of both times: the holder's own permit counts by its own.
    TxnRequest seize(DcsWrite.Seize write, Lease lease, Duration former) {
        var seen = write.seen();
        return ofLock(unrenewed(seen), leader(write.me(), lease.id()), heartbeat(write.me(), new Lease(lease.id(), longer(lease.ttl(), former)), write.proof()), status(write.proof()),
                delete(keys.release()), claim(write.claim()), term(new TermClaim(write.me(), write.term())));
    }

    /// `ttl` is what the lease was granted with. When its guard fails it reads the heartbeat, too: it may be its own ([Renewal]).
    TxnRequest renew(DcsWrite.Renew write, Duration ttl) {
        var holds = new ArrayList<>(term(write.mine(), write.me()));
        if (!write.seen().equals(Heartbeat.NEVER)) holds.add(inOrder(write, ttl));
        return ofLock(holds, leader(write.me(), write.mine().lease()), put(keys.heartbeat(), heartbeat(write, ttl)), status(write.proof())).toBuilder()
                .addFailure(get(keys.heartbeat())).build();
    }

    /// The same, and the member key with it.
    TxnRequest renewSaying(DcsWrite.Renew write, Duration ttl) {
        return renew(write, ttl).toBuilder().addSuccess(member(write.me(), write.says(), write.mine().lease())).build();
    }

    private Compare inOrder(DcsWrite.Renew write, Duration ttl) {
        return write.again() ? before(keys.heartbeat(), heartbeat(write, ttl)) : modifiedAt(keys.heartbeat(), write.seen().revision());
    }

    static ByteString heartbeat(DcsWrite.Renew write, Duration ttl) {
        return bytes(Values.heartbeat(write.me(), new Lease(write.mine().lease(), ttl), write.proof().guarded(), write.sent()));
    }

    TxnRequest letGo(DcsWrite.LetGo write) {
        return ofLock(unrenewed(write.mine()), delete(keys.leader()), put(keys.release(), bytes(Values.release(write.record()))));
    }

    TxnRequest disown(DcsWrite.Disown write) {
        return ofLock(unrenewed(write.seen()), delete(keys.leader()), delete(keys.release()));
    }

    /// The successor's member key on that lease is the proof that the lease is the successor's and alive. No release record remains:
    /// should the successor die with the key, nobody may take this holder's clean end for the successor's. No heartbeat either: the
    /// successor may write only after a renewal of its own, which puts one.
    TxnRequest handOver(DcsWrite.HandOver write) {
        var holds = unrenewed(write.mine());
        holds.add(leased(keys.member(write.successor()), write.lease()));
        return ofLock(holds, leader(write.successor(), write.lease()), delete(keys.release()), claim(new TimelineClaim(write.successor(), write.claim())),
                term(new TermClaim(write.successor(), write.term())));
    }

    TxnRequest putMember(DcsWrite.PutMember write, Lease lease) {
        return always(member(write.me(), write.data(), lease.id()));
    }

    TxnRequest claimTimeline(DcsWrite.ClaimTimeline write) {
        return claimed(write.mine(), write.seen(), new TimelineClaim(write.mine().holder(), write.number()));
    }

    TxnRequest retireClaim(DcsWrite.RetireClaim write) {
        return claimed(write.mine(), write.seen(), new TimelineClaim(TimelineClaim.NONE.by(), write.number()));
    }

    private TxnRequest claimed(LeaderLock.Held mine, long seen, TimelineClaim claim) {
        var holds = new ArrayList<>(term(mine));
        holds.add(modifiedAt(keys.timeline(), seen));
        return ofLock(holds, claim(claim));
    }

    TxnRequest putHistory(DcsWrite.PutHistory write) {
        return ofLock(term(write.mine()), put(keys.history(), bytes(Values.history(write.history()))));
    }

    TxnRequest putSync(DcsWrite.PutSync write) {
        var holds = new ArrayList<>(term(write.mine()));
        holds.add(modifiedAt(keys.sync(), write.state().modRevision()));
        return ofLock(holds, switch (write.state()) {
            case SyncState.Off _ -> delete(keys.sync());
            case SyncState.On on -> put(keys.sync(), bytes(Values.sync(on)));
        });
    }

    TxnRequest putFailsafe(DcsWrite.PutFailsafe write) {
        var holds = new ArrayList<>(term(write.mine()));
        holds.add(modifiedAt(keys.failsafe(), write.state().modRevision()));
        return ofLock(holds, write.state().inForce() ? put(keys.failsafe(), bytes(JsonText.dense(write.state().members()))) : delete(keys.failsafe()));
    }

    TxnRequest startInitialize(DcsWrite.StartInitialize write) {
        var put = put(keys.initialize(), ByteString.EMPTY);
        return write.over() == 0 ? when(absent(keys.initialize()), put) : founding(write.over(), put);
    }

    /// Over the `initialize` key as it was read: `revision` is its modification revision, 0 when it was missing.
    TxnRequest finishInitialize(DcsWrite.FinishInitialize write, long revision) {
        return when(modifiedAt(keys.initialize(), revision), put(keys.initialize(), bytes(write.systemId().value())));
    }

    TxnRequest cancelInitialize(DcsWrite.CancelInitialize write) {
        return founding(write.mine(), delete(keys.initialize()));
    }

    /// Empty and of this revision: what is not empty is no founder's, whatever it says.
    private TxnRequest founding(long revision, RequestOp then) {
        return TxnRequest.newBuilder().addCompare(modifiedAt(keys.initialize(), revision)).addCompare(valued(keys.initialize(), ByteString.EMPTY)).addSuccess(then).build();
    }

    TxnRequest putConfig(DcsWrite.PutConfig write) {
        return when(modifiedAt(keys.config(), write.revision()), put(keys.config(), bytes(JsonText.dense(write.config()))));
    }

    TxnRequest replaceConfig(DcsWrite.ReplaceConfig write) {
        return always(put(keys.config(), bytes(JsonText.dense(write.config()))));
    }

    TxnRequest putRequest(DcsWrite.PutRequest write) {
        return always(put(keys.failover(), bytes(JsonText.dense(write.request()))));
    }

    TxnRequest clearRequest(DcsWrite.ClearRequest write) {
        return when(modifiedAt(keys.failover(), write.revision()), put(keys.failover(), bytes("{}")));
    }

    private RequestOp member(MemberName me, Document data, LeaseId lease) {
        return put(keys.member(me), bytes(JsonText.dense(data)), lease);
    }

    private RequestOp leader(MemberName holder, LeaseId lease) {
        return put(keys.leader(), bytes(holder.value()), lease);
    }

    /// Without a lease: it outlives the leader key. The first of its term: before any renewal.
    private RequestOp heartbeat(MemberName holder, Lease lease, DcsWrite.Proof proof) {
        return put(keys.heartbeat(), bytes(Values.heartbeat(holder, lease, proof.guarded(), new Moment(Long.MIN_VALUE))));
    }

    private RequestOp status(DcsWrite.Proof proof) {
        return proof.status().optime().known() ? put(keys.status(), bytes(Values.status(proof.status()))) : get(keys.status());
    }

    /// Without a lease. An unknown number claims nothing: then it only reads, for a transaction wants an operation here.
    private RequestOp claim(TimelineClaim claim) {
        return claim.number().known() ? put(keys.timeline(), bytes(Values.claim(claim))) : get(keys.timeline());
    }

    /// Without a lease. Of no term: then it only reads.
    private RequestOp term(TermClaim claim) {
        return claim.term().isAfter(Term.NONE) ? put(keys.term(), bytes(Values.term(claim))) : get(keys.term());
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /// A write that gives the lock away may arrive late, when its sender has long renewed and leads again: then it must fail.
    private List<Compare> unrenewed(LeaderLock.Held mine) {
        var holds = new ArrayList<>(term(mine));
        holds.add(modifiedAt(keys.leader(), mine.modRevision()));
        return holds;
    }

    private List<Compare> term(LeaderLock.Held mine) {
        return term(mine, mine.holder());
    }

    private List<Compare> term(LeaderLock.Held mine, MemberName holder) {
        return List.of(createdAt(keys.leader(), mine.createRevision()), leased(keys.leader(), mine.lease()),
                valued(keys.leader(), bytes(holder.value())));
    }

    private TxnRequest ofLock(List<Compare> holds, RequestOp... then) {
        return TxnRequest.newBuilder().addAllCompare(holds).addAllSuccess(List.of(then)).addFailure(get(keys.leader())).build();
    }

    private static TxnRequest when(Compare holds, RequestOp then) {
        return TxnRequest.newBuilder().addCompare(holds).addSuccess(then).build();
    }

    private static TxnRequest always(RequestOp then) {
        return TxnRequest.newBuilder().addSuccess(then).build();
    }
}
