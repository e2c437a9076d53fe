package io.matriarch.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.promise.Promise;
import io.matriarch.core.ha.promise.Reach;
import io.matriarch.core.port.WriteOutcome.Done;
import io.matriarch.core.port.WriteOutcome.Refused;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of the `Dcs` port does, whether it speaks to etcd or simulates one. Subclasses say how to reach the store
/// and how time passes in it. Longer than most: it is the port's promises, one short test each.
public abstract class DcsContract {
    protected static final MemberName A = new MemberName("a");
    protected static final MemberName B = new MemberName("b");
    protected static final Duration TTL = Duration.ofSeconds(10);
    protected static final Duration SHORT_TTL = Duration.ofSeconds(2);
    protected static final Duration PATIENCE = Duration.ofSeconds(3);

    protected Dcs a;
    protected Dcs b;

    /// Another agent's connection to the one store of this test, which is empty at its start.
    protected abstract Dcs connect();

    /// Asks, and lets time pass until the reply is there.
    protected abstract <T> T reply(Consumer<Consumer<T>> asked);

    /// Lets time pass until `condition` holds; fails when it does not after many seconds.
    protected abstract void eventually(BooleanSupplier condition);

    /// What somebody else (an operator, another program) does to a key, named without the prefix.
    protected abstract void put(String key, String value);

    protected abstract void delete(String key);

    /// Every key under the prefix, named without it.
    protected abstract Map<String, String> keys();

    /// The modification revision of a key, named without the prefix.
    protected abstract long revisionOf(String key);

    @BeforeEach
    void twoAgents() {
        a = connect();
        b = connect();
    }

    protected WriteOutcome write(Dcs dcs, DcsWrite write) {
        return reply(answer -> dcs.write(write, PATIENCE, answer));
    }

    protected DcsView.Reachable read(Dcs dcs) {
        return (DcsView.Reachable) this.<DcsView>reply(answer -> dcs.read(PATIENCE, answer));
    }

    protected ClusterView cluster() {
        return read(a).cluster();
    }

    protected LeaderLock.Held held() {
        return (LeaderLock.Held) cluster().lock();
    }

    protected LeaderLock.Held acquiredBy(Dcs dcs, MemberName name) {
        assertThat(write(dcs, new DcsWrite.Acquire(name, TTL, cluster().heartbeat().revision()))).isInstanceOf(Done.class);
        return held();
    }

    /// `name` as a member; its lease.
    protected LeaseId joined(Dcs dcs, MemberName name) {
        assertThat(write(dcs, new DcsWrite.PutMember(name, member("running"), TTL))).isInstanceOf(Done.class);
        return read(dcs).lease().id();
    }

    protected static Document member(String state) {
        return Document.EMPTY.with("conn_url", "postgres://127.0.0.1:5432/postgres").with("state", state);
    }

    private static Release.Clean cleanEnd(MemberName by) {
        return new Release.Clean(by, new Timeline(3), new WalPosition(0x5000028));
    }

    @Test
    void an_empty_store_reads_as_an_empty_cluster() {
        assertThat(read(a).lease()).isEqualTo(Lease.NONE);
        var view = cluster();
        assertThat(view).isEqualTo(new ClusterView(view.revision(), LeaderLock.ABSENT, Release.NONE, Initialize.MISSING, List.of(), Document.EMPTY, 0,
                OperatorRequest.NONE, TimelineHistory.UNKNOWN, ClusterStatus.UNKNOWN, view.sync(), Failsafe.NONE, Heartbeat.NEVER, TimelineClaim.NONE));
    }

    @Test
    void the_lock_is_acquired_once() {
        var done = (Done) write(a, new DcsWrite.Acquire(A, TTL, 0));
        assertThat(write(b, new DcsWrite.Acquire(B, TTL, 0))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.Acquire(A, TTL, 0))).isInstanceOf(Refused.class);
        var lease = read(a).lease();
        assertThat(lease.ttl()).isGreaterThanOrEqualTo(TTL);
        assertThat(held()).isEqualTo(new LeaderLock.Held(A, lease.id(), done.revision(), done.revision()));
    }

    @Test
    void the_lock_is_not_acquired_when_somebody_has_led_since_it_was_seen_free() {
        acquiredBy(a, A);
        delete("leader");
        assertThat(write(b, new DcsWrite.Acquire(B, TTL, 0))).isInstanceOf(Refused.class);
        assertThat(cluster().lock()).isEqualTo(LeaderLock.ABSENT);
    }

    @Test
    void a_heartbeat_says_that_nobody_ends_its_writer() {
        write(a, new DcsWrite.Acquire(A, TTL, 0, TimelineClaim.NONE, DcsWrite.Proof.UNGUARDED));
        assertThat(cluster().heartbeat().guarded()).isFalse();
        write(a, new DcsWrite.Renew(A, held(), DcsWrite.Proof.GUARDED));
        assertThat(cluster().heartbeat().guarded()).isTrue();
        write(a, new DcsWrite.Renew(A, held(), DcsWrite.Proof.UNGUARDED));
        assertThat(cluster().heartbeat()).isEqualTo(new Heartbeat(held().modRevision(), read(a).lease().ttl(), A, false, held().lease()));
        var restarted = connect();
        assertThat(write(restarted, new DcsWrite.Reclaim(A, held(), TTL, DcsWrite.Proof.GUARDED))).isInstanceOf(Done.class);
        assertThat(cluster().heartbeat().guarded()).isTrue();
    }

    @Test
    void whoever_takes_the_lock_claims_the_timeline_it_may_make() {
        write(a, new DcsWrite.Acquire(A, TTL, 0, new TimelineClaim(A, new Timeline(3)), DcsWrite.Proof.GUARDED));
        assertThat(claimed()).isEqualTo(new TimelineClaim(A, new Timeline(3)));
        var mine = held();
        assertThat(write(a, new DcsWrite.Renew(A, mine))).isInstanceOf(Done.class);
        assertThat(cluster().claim().number()).as("kept by a renewal").isEqualTo(new Timeline(3));
        assertThat(write(b, new DcsWrite.Acquire(B, TTL, cluster().heartbeat().revision(), new TimelineClaim(B, new Timeline(9)), DcsWrite.Proof.GUARDED))).isInstanceOf(Refused.class);
        assertThat(cluster().claim().number()).as("untouched by who did not get the lock").isEqualTo(new Timeline(3));
        assertThat(write(a, new DcsWrite.ClaimTimeline(mine, new Timeline(4), cluster().claim().modRevision()))).isInstanceOf(Done.class);
        assertThat(write(a, new DcsWrite.HandOver(held(), B, joined(b, B), new Timeline(5), Term.NONE))).isInstanceOf(Done.class);
        assertThat(claimed()).isEqualTo(new TimelineClaim(B, new Timeline(5)));
        assertThat(write(a, new DcsWrite.ClaimTimeline(mine, new Timeline(6), cluster().claim().modRevision()))).isInstanceOf(Refused.class);
        delete("leader");
        assertThat(write(b, new DcsWrite.Acquire(B, TTL, cluster().heartbeat().revision()))).isInstanceOf(Done.class);
        assertThat(claimed()).as("a primary claims nothing").isEqualTo(new TimelineClaim(B, new Timeline(5)));
    }

    /// A late one would take the number back, and the next leader might make a timeline of a number that was made before.
    @Test
    void a_claim_that_was_overtaken_by_a_later_one_of_its_term_is_refused() {
        write(a, new DcsWrite.Acquire(A, TTL, 0));
        assertThat(write(a, new DcsWrite.ClaimTimeline(held(), new Timeline(2), 0))).isInstanceOf(Done.class);
        var late = new DcsWrite.ClaimTimeline(held(), new Timeline(3), cluster().claim().modRevision());
        assertThat(write(a, new DcsWrite.ClaimTimeline(held(), new Timeline(4), cluster().claim().modRevision()))).isInstanceOf(Done.class);
        assertThat(write(a, late)).isInstanceOf(Refused.class);
        assertThat(claimed()).isEqualTo(new TimelineClaim(A, new Timeline(4)));
    }

    @Test
    void a_claim_is_given_up_by_the_leader_only_and_over_what_was_read() {
        write(a, new DcsWrite.Acquire(A, TTL, 0, new TimelineClaim(A, new Timeline(3)), DcsWrite.Proof.GUARDED));
        var read = cluster().claim().modRevision();
        assertThat(write(b, new DcsWrite.RetireClaim(new LeaderLock.Held(B, held().lease(), held().createRevision(), held().modRevision()), new Timeline(9), read))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.RetireClaim(held(), new Timeline(4), read))).isInstanceOf(Done.class);
        assertThat(claimed()).isEqualTo(new TimelineClaim(TimelineClaim.NONE.by(), new Timeline(4)));
        assertThat(write(a, new DcsWrite.RetireClaim(held(), new Timeline(2), read))).isInstanceOf(Refused.class);
    }

    private TimelineClaim claimed() {
        var claim = cluster().claim();
        return new TimelineClaim(claim.by(), claim.number());
    }

    @Test
    void whoever_is_given_the_lock_is_given_a_term_with_it() {
        assertThat(cluster().term()).isEqualTo(TermClaim.NONE);
        write(a, new DcsWrite.Acquire(A, TTL, 0, TimelineClaim.NONE, DcsWrite.Proof.GUARDED, 0, new Term(4)));
        assertThat(cluster().term()).isEqualTo(new TermClaim(A, new Term(4)));
        assertThat(write(b, new DcsWrite.Acquire(B, TTL, cluster().heartbeat().revision(), TimelineClaim.NONE, DcsWrite.Proof.GUARDED, 0, new Term(9)))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(Done.class);
        assertThat(cluster().term()).as("untouched by a renewal, and by who did not get the lock").isEqualTo(new TermClaim(A, new Term(4)));
        var restarted = connect();
        assertThat(write(restarted, new DcsWrite.Reclaim(A, held(), TTL))).isInstanceOf(Done.class);
        assertThat(cluster().term()).as("the same leadership goes on").isEqualTo(new TermClaim(A, new Term(4)));
        assertThat(write(restarted, new DcsWrite.Reclaim(A, held(), TTL, DcsWrite.Proof.GUARDED, 0, new Term(5)))).isInstanceOf(Done.class);
        assertThat(cluster().term()).as("one that had none gets it").isEqualTo(new TermClaim(A, new Term(5)));
        assertThat(write(restarted, new DcsWrite.HandOver(held(), B, joined(b, B), Timeline.UNKNOWN, new Term(6)))).isInstanceOf(Done.class);
        assertThat(cluster().term()).isEqualTo(new TermClaim(B, new Term(6)));
        delete("leader");
        assertThat(cluster().term()).as("it outlives the lock").isEqualTo(new TermClaim(B, new Term(6)));
    }

    @Test
    void a_member_that_promises_something_else_wakes_the_others() {
        joined(a, A);
        var heard = new Heard();
        b.watch(heard);
        var promise = member("running").with("matriarch", Map.of("term", 3, "candidate", "b", "timeline", 2, "end", 4096L, "forks", List.of(List.of(1, 2048L))));
        wakes(heard, () -> write(a, new DcsWrite.PutMember(A, promise, TTL)));
        assertThat(Ballot.promises(cluster().member(A))).containsExactly(new Promise(A, new Term(3), B,
                new Reach(List.of(new TimelineHistory.Row(new Timeline(1), new WalPosition(2048), "", "", "")), new Timeline(2), new WalPosition(4096))));
    }

    @Test
    void a_lock_that_was_renewed_since_is_not_given_away() {
        var seen = acquiredBy(a, A);
        var lease = joined(b, B);
        write(a, new DcsWrite.Renew(A, seen));
        assertThat(write(a, new DcsWrite.LetGo(seen, cleanEnd(A)))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.HandOver(seen, B, lease))).isInstanceOf(Refused.class);
        assertThat(held().holder()).isEqualTo(A);
    }

    @Test
    void a_renewal_moves_the_modification_and_nothing_else() {
        var mine = acquiredBy(a, A);
        var done = (Done) write(a, new DcsWrite.Renew(A, mine));
        assertThat(held()).isEqualTo(new LeaderLock.Held(A, mine.lease(), mine.createRevision(), done.revision()));
        assertThat(done.revision()).isGreaterThan(mine.modRevision());
        assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(Done.class);
    }

    private static DcsWrite.Renew renewal(LeaderLock.Held mine, DcsWrite.Proof proof, Heartbeat seen, long sent) {
        return new DcsWrite.Renew(A, mine, proof, seen, new Moment(sent), Document.EMPTY);
    }

    @Test
    void a_renewal_that_was_overtaken_by_a_later_one_says_nothing_any_more() {
        var mine = acquiredBy(a, A);
        var seen = cluster().heartbeat();
        var early = new ClusterStatus(new WalPosition(7), Map.of());
        var late = new ClusterStatus(new WalPosition(8), Map.of());
        assertThat(write(a, renewal(mine, DcsWrite.Proof.GUARDED, seen, -5))).as("the first of the term").isInstanceOf(Done.class);
        assertThat(write(a, renewal(mine, new DcsWrite.Proof(false, late), seen, 20))).isInstanceOf(Done.class);
        assertThat(write(a, renewal(mine, told(early), seen, 10))).isInstanceOf(Refused.class);
        assertThat(cluster().status()).isEqualTo(late);
        assertThat(cluster().heartbeat().guarded()).as("nobody ends the server, as was said last").isFalse();
        assertThat(write(a, renewal(mine, told(late), seen, 30))).as("whatever was read in between").isInstanceOf(Done.class);
        assertThat(cluster().heartbeat().guarded()).isTrue();
    }

    @Test
    void a_renewal_that_is_sent_again_was_done() {
        var mine = acquiredBy(a, A);
        var renewal = renewal(mine, DcsWrite.Proof.GUARDED, cluster().heartbeat(), 5);
        var done = write(a, renewal);
        assertThat(done).isInstanceOf(Done.class);
        assertThat(write(a, renewal)).isEqualTo(done);
        assertThat(cluster().heartbeat().revision()).isEqualTo(((Done) done).revision());
    }

    @Test
    void the_first_renewal_after_another_term_is_refused_when_there_was_another_since() {
        write(a, new DcsWrite.Renew(A, acquiredBy(a, A)));
        var formers = cluster().heartbeat();
        write(a, new DcsWrite.HandOver(held(), B, joined(b, B)));
        var mine = held();
        assertThat(write(b, new DcsWrite.Renew(B, mine, DcsWrite.Proof.GUARDED, formers, new Moment(-9), Document.EMPTY))).as("its clock has another beginning").isInstanceOf(Done.class);
        assertThat(write(b, new DcsWrite.Renew(B, mine, DcsWrite.Proof.GUARDED, formers, new Moment(-10), Document.EMPTY))).isInstanceOf(Refused.class);
        assertThat(write(b, new DcsWrite.Renew(B, mine, DcsWrite.Proof.GUARDED, cluster().heartbeat(), new Moment(-8), Document.EMPTY))).isInstanceOf(Done.class);
    }

    @Test
    void every_proof_of_leadership_leaves_a_heartbeat_that_outlives_the_lock() {
        var mine = acquiredBy(a, A);
        var first = cluster().heartbeat();
        assertThat(first).isEqualTo(new Heartbeat(mine.modRevision(), read(a).lease().ttl(), A, true, mine.lease()));
        var renewed = (Done) write(a, new DcsWrite.Renew(A, mine));
        delete("leader");
        assertThat(cluster().heartbeat()).isEqualTo(new Heartbeat(renewed.revision(), first.ttl(), A, true, mine.lease()));
    }

    @Test
    void a_renewal_of_a_vanished_lock_is_refused_and_creates_nothing() {
        var mine = acquiredBy(a, A);
        delete("leader");
        assertThat(write(a, new DcsWrite.Renew(A, mine))).isInstanceOf(Refused.class);
        assertThat(cluster().lock()).isEqualTo(LeaderLock.ABSENT);
    }

    @Test
    void a_renewal_of_an_earlier_term_is_refused() {
        var old = acquiredBy(a, A);
        delete("leader");
        var present = acquiredBy(a, A);
        assertThat(present.lease()).isEqualTo(old.lease());
        assertThat(write(a, new DcsWrite.Renew(A, old))).isInstanceOf(Refused.class);
    }

    @Test
    void a_renewal_under_another_holder_is_refused() {
        var mine = acquiredBy(a, A);
        delete("leader");
        var others = acquiredBy(b, B);
        assertThat(write(a, new DcsWrite.Renew(A, mine))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.Renew(A, others))).isInstanceOf(Refused.class);
        assertThat(held()).isEqualTo(others);
    }

    @Test
    void a_renewal_of_a_key_that_was_overwritten_in_place_is_refused() {
        var mine = acquiredBy(a, A);
        put("leader", "a");
        var foreign = held();
        assertThat(foreign.createRevision()).isEqualTo(mine.createRevision());
        assertThat(write(a, new DcsWrite.Renew(A, mine))).as("same name, same create revision, but not on this lease").isInstanceOf(Refused.class);
    }

    @Test
    void a_restarted_agent_reclaims_its_own_lock_as_seen() {
        var former = acquiredBy(a, A);
        var restarted = connect();
        assertThat(write(restarted, new DcsWrite.Reclaim(A, former, TTL))).isInstanceOf(Done.class);
        assertThat(held().createRevision()).isEqualTo(former.createRevision());
        assertThat(held().lease()).isEqualTo(read(restarted).lease().id()).isNotEqualTo(former.lease());
        assertThat(cluster().heartbeat().ttl()).isGreaterThanOrEqualTo(TTL);
        assertThat(write(a, new DcsWrite.Renew(A, former))).as("the former process").isInstanceOf(Refused.class);
    }

    @Test
    void nothing_is_reclaimed_that_has_moved_or_is_anothers() {
        var seen = acquiredBy(a, A);
        assertThat(write(b, new DcsWrite.Reclaim(B, seen, TTL))).isInstanceOf(Refused.class);
        write(a, new DcsWrite.Renew(A, seen));
        assertThat(write(connect(), new DcsWrite.Reclaim(A, seen, TTL))).isInstanceOf(Refused.class);
        assertThat(held().lease()).isEqualTo(seen.lease());
    }

    @Test
    void a_lost_holders_lock_is_seized_as_seen_with_a_timeline_and_a_term() {
        var lost = acquiredBy(a, A);
        assertThat(write(b, seize(lost))).isInstanceOf(Done.class);
        assertThat(held().holder()).isEqualTo(B);
        assertThat(held().lease()).isEqualTo(read(b).lease().id());
        assertThat(cluster().heartbeat().by()).isEqualTo(B);
        assertThat(claimed()).isEqualTo(new TimelineClaim(B, new Timeline(4)));
        assertThat(cluster().term()).isEqualTo(new TermClaim(B, new Term(7)));
        assertThat(write(a, new DcsWrite.Renew(A, lost))).as("who was deposed").isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.LetGo(lost, cleanEnd(A)))).isInstanceOf(Refused.class);
        assertThat(write(b, new DcsWrite.Renew(B, held()))).isInstanceOf(Done.class);
    }

    @Test
    void nothing_is_seized_that_has_been_renewed_or_has_gone() {
        var seen = acquiredBy(a, A);
        write(a, new DcsWrite.Renew(A, seen));
        assertThat(write(b, seize(seen))).as("renewed since").isInstanceOf(Refused.class);
        assertThat(held().holder()).isEqualTo(A);
        var now = held();
        delete("leader");
        assertThat(write(b, seize(now))).as("gone").isInstanceOf(Refused.class);
        assertThat(cluster().term()).isEqualTo(TermClaim.NONE);
        assertThat(cluster().lock()).isEqualTo(LeaderLock.ABSENT);
    }

    private static DcsWrite.Seize seize(LeaderLock.Held seen) {
        return new DcsWrite.Seize(B, seen, TTL, new TimelineClaim(B, new Timeline(4)), DcsWrite.Proof.GUARDED, 0, new Term(7));
    }

    @Test
    void letting_go_deletes_the_lock_and_records_it() {
        var mine = acquiredBy(a, A);
        var done = (Done) write(a, new DcsWrite.LetGo(mine, cleanEnd(A)));
        assertThat(cluster().lock()).isEqualTo(LeaderLock.ABSENT);
        assertThat(cluster().release()).isEqualTo(cleanEnd(A));
        assertThat(revisionOf("release")).isEqualTo(done.revision());
    }

    @Test
    void disowning_deletes_the_lock_and_says_nothing() {
        var seen = acquiredBy(a, A);
        assertThat(write(a, new DcsWrite.Disown(seen))).isInstanceOf(Done.class);
        assertThat(cluster().lock()).isEqualTo(LeaderLock.ABSENT);
        assertThat(cluster().release()).isEqualTo(Release.NONE);
    }

    @Test
    void a_lock_that_was_renewed_since_it_was_read_is_not_disowned() {
        var seen = acquiredBy(a, A);
        write(a, new DcsWrite.Renew(A, seen));
        assertThat(write(a, new DcsWrite.Disown(seen))).isInstanceOf(Refused.class);
        assertThat(held().createRevision()).isEqualTo(seen.createRevision());
    }

    @Test
    void letting_go_of_another_term_changes_nothing() {
        var old = acquiredBy(a, A);
        delete("leader");
        var present = acquiredBy(a, A);
        assertThat(write(a, new DcsWrite.LetGo(old, cleanEnd(A)))).isInstanceOf(Refused.class);
        assertThat(held()).isEqualTo(present);
        assertThat(cluster().release()).isEqualTo(Release.NONE);
    }

    @Test
    void a_release_of_which_nothing_is_known_is_a_release() {
        var nothing = new Release.Clean(A, Timeline.UNKNOWN, WalPosition.ZERO);
        write(a, new DcsWrite.LetGo(acquiredBy(a, A), nothing));
        assertThat(cluster().release()).isEqualTo(nothing);
    }

    @Test
    void acquiring_deletes_the_release_record() {
        write(a, new DcsWrite.LetGo(acquiredBy(a, A), cleanEnd(A)));
        acquiredBy(b, B);
        assertThat(cluster().release()).isEqualTo(Release.NONE);
    }

    @Test
    void the_lock_is_handed_over_to_a_living_successor() {
        var mine = acquiredBy(a, A);
        var lease = joined(b, B);
        assertThat(write(a, new DcsWrite.HandOver(mine, B, lease))).isInstanceOf(Done.class);
        var theirs = held();
        assertThat(theirs.holder()).isEqualTo(B);
        assertThat(theirs.lease()).isEqualTo(read(b).lease().id());
        assertThat(cluster().release()).isEqualTo(Release.NONE);
        assertThat(write(a, new DcsWrite.Renew(A, mine))).as("the former holder").isInstanceOf(Refused.class);
        assertThat(write(b, new DcsWrite.Renew(B, theirs))).isInstanceOf(Done.class);
    }

    @Test
    void the_lock_is_not_handed_to_a_member_that_is_not_as_it_was_seen() {
        var mine = acquiredBy(a, A);
        var lease = joined(b, B);
        assertThat(write(a, new DcsWrite.HandOver(mine, B, mine.lease()))).as("another lease").isInstanceOf(Refused.class);
        delete("members/b");
        assertThat(write(a, new DcsWrite.HandOver(mine, B, lease))).as("no member").isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.HandOver(mine, B, LeaseId.NONE))).as("no lease").isInstanceOf(Refused.class);
        assertThat(held()).isEqualTo(mine);
    }

    @Test
    void a_dead_agents_keys_expire() {
        write(a, new DcsWrite.PutMember(A, member("running"), SHORT_TTL));
        write(a, new DcsWrite.Acquire(A, SHORT_TTL, 0));
        var mine = held();
        eventually(() -> read(b).cluster().lock() instanceof LeaderLock.Absent);
        assertThat(cluster().members()).isEmpty();
        assertThat(cluster().release()).isEqualTo(Release.NONE);
        assertThat(write(a, new DcsWrite.Renew(A, mine))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.Acquire(A, SHORT_TTL, cluster().heartbeat().revision()))).as("on a new lease").isInstanceOf(Done.class);
        assertThat(held().lease()).isNotEqualTo(mine.lease());
    }

    @Test
    void renewals_keep_the_lock_beyond_its_ttl() {
        write(a, new DcsWrite.Acquire(A, SHORT_TTL, 0));
        joined(b, B);
        write(b, new DcsWrite.PutMember(B, member("stopped"), SHORT_TTL));
        eventually(() -> {
            assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(Done.class);
            return read(a).cluster().members().isEmpty();
        });
    }

    @Test
    void a_member_is_put_only_when_it_changes() {
        var lease = joined(a, A);
        var first = revisionOf("members/a");
        joined(a, A);
        assertThat(revisionOf("members/a")).isEqualTo(first);
        write(a, new DcsWrite.PutMember(A, member("stopped"), TTL));
        assertThat(cluster().member(A).state()).isEqualTo("stopped");
        assertThat(cluster().member(A).lease()).isEqualTo(lease);
        assertThat(revisionOf("members/a")).isGreaterThan(first);
    }

    @Test
    void a_renewal_says_in_its_own_transaction_what_the_member_is() {
        var lease = joined(a, A);
        var mine = acquiredBy(a, A);
        assertThat(write(a, saying(mine, "stopped"))).isInstanceOf(Done.class);
        assertThat(cluster().member(A).state()).isEqualTo("stopped");
        assertThat(cluster().member(A).lease()).isEqualTo(lease);
        assertThat(revisionOf("members/a")).isEqualTo(held().modRevision());
        var said = revisionOf("members/a");
        assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(Done.class);
        write(a, new DcsWrite.PutMember(A, member("stopped"), TTL));
        assertThat(revisionOf("members/a")).as("nothing new").isEqualTo(said);
        write(a, new DcsWrite.PutMember(A, member("running"), TTL));
        assertThat(cluster().member(A).state()).isEqualTo("running");
    }

    @Test
    void a_renewal_that_is_refused_says_nothing() {
        joined(a, A);
        var mine = acquiredBy(a, A);
        delete("leader");
        assertThat(write(a, saying(mine, "stopped"))).isInstanceOf(Refused.class);
        assertThat(cluster().member(A).state()).isEqualTo("running");
        write(a, new DcsWrite.PutMember(A, member("stopped"), TTL));
        assertThat(cluster().member(A).state()).isEqualTo("stopped");
    }

    private static DcsWrite.Renew saying(LeaderLock.Held mine, String state) {
        return new DcsWrite.Renew(A, mine, DcsWrite.Proof.GUARDED, Heartbeat.NEVER, new Moment(0), member(state));
    }

    @Test
    void a_member_that_was_deleted_is_put_again() {
        joined(a, A);
        delete("members/a");
        assertThat(cluster().members()).isEmpty();
        joined(a, A);
        assertThat(cluster().hasMember(A)).isTrue();
    }

    @Test
    void a_new_ttl_is_a_new_lease_and_the_lock_is_reclaimed_onto_it() {
        joined(a, A);
        var mine = acquiredBy(a, A);
        write(a, new DcsWrite.PutMember(A, member("running"), TTL.multipliedBy(2)));
        var lease = read(a).lease();
        assertThat(lease.ttl()).isGreaterThanOrEqualTo(TTL.multipliedBy(2));
        assertThat(lease.id()).isNotEqualTo(mine.lease()).isEqualTo(cluster().member(A).lease());
        assertThat(held()).as("the old lease still carries it").isEqualTo(mine);
        assertThat(write(a, new DcsWrite.Reclaim(A, mine, TTL.multipliedBy(2)))).isInstanceOf(Done.class);
        assertThat(held().lease()).isEqualTo(lease.id());
    }

    @Test
    void a_shorter_ttl_is_announced_only_after_a_proof_with_it() {
        write(a, new DcsWrite.Acquire(A, TTL.multipliedBy(2), 0));
        var mine = held();
        assertThat(write(a, new DcsWrite.Reclaim(A, mine, TTL))).isInstanceOf(Done.class);
        assertThat(cluster().heartbeat().ttl()).as("its holder may not have heard of it").isGreaterThanOrEqualTo(TTL.multipliedBy(2));
        assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(Done.class);
        assertThat(cluster().heartbeat().ttl()).isLessThan(TTL.multipliedBy(2));
    }

    protected static DcsWrite.Proof told(ClusterStatus status) {
        return new DcsWrite.Proof(true, status);
    }

    @Test
    void every_proof_of_leadership_tells_how_far_the_leader_is_and_one_that_does_not_know_leaves_it() {
        var first = new ClusterStatus(new WalPosition(7), Map.of());
        write(a, new DcsWrite.Acquire(A, TTL, 0, TimelineClaim.NONE, told(first)));
        assertThat(cluster().status()).isEqualTo(first);
        write(a, new DcsWrite.Renew(A, held()));
        assertThat(cluster().status()).isEqualTo(first);
        var second = new ClusterStatus(new WalPosition(8), Map.of());
        assertThat(write(a, new DcsWrite.Renew(A, held(), told(second)))).isInstanceOf(Done.class);
        assertThat(cluster().status()).isEqualTo(second);
        var third = new ClusterStatus(new WalPosition(9), Map.of());
        assertThat(write(connect(), new DcsWrite.Reclaim(A, held(), TTL, told(third)))).isInstanceOf(Done.class);
        assertThat(cluster().status()).isEqualTo(third);
    }

    @Test
    void only_the_leader_of_this_term_writes_status_and_history() {
        var status = new ClusterStatus(new WalPosition(4711), Map.of("b", new WalPosition(4000)), new Timeline(3), new HighWater(new Timeline(2), new WalPosition(4100), new Term(5)),
                List.of("b", "c"));
        var history = new TimelineHistory(List.of(new TimelineHistory.Row(new Timeline(1), new WalPosition(99), "no recovery target specified",
                "2026-11-21T00:00:00+00:00", "a")));
        var mine = acquiredBy(a, A);
        assertThat(write(a, new DcsWrite.Renew(A, mine, told(status)))).isInstanceOf(Done.class);
        assertThat(write(a, new DcsWrite.PutHistory(mine, history))).isInstanceOf(Done.class);
        delete("leader");
        assertThat(write(a, new DcsWrite.Renew(A, mine, told(new ClusterStatus(new WalPosition(1), Map.of()))))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.PutHistory(mine, TimelineHistory.UNKNOWN))).isInstanceOf(Refused.class);
        assertThat(cluster().status()).isEqualTo(status);
        assertThat(cluster().history()).isEqualTo(history);
    }

    @Test
    void the_leader_of_this_term_writes_who_may_hold_every_commit_over_what_it_read() {
        var mine = acquiredBy(a, A);
        assertThat(cluster().sync()).isEqualTo(SyncState.OFF);
        assertThat(write(a, new DcsWrite.PutSync(mine, syncedWith(0, "c", "b")))).isInstanceOf(Done.class);
        assertThat(write(a, new DcsWrite.PutSync(mine, syncedWith(0, "b")))).as("over what it did not read").isInstanceOf(Refused.class);
        var first = cluster().sync();
        assertThat(first).isEqualTo(syncedWith(first.modRevision(), "b", "c"));
        assertThat(write(a, new DcsWrite.PutSync(mine, syncedWith(first.modRevision())))).isInstanceOf(Done.class);
        var second = cluster().sync();
        assertThat(second).isEqualTo(syncedWith(second.modRevision()));
        assertThat(write(a, new DcsWrite.PutSync(mine, new SyncState.Off(first.modRevision())))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.PutSync(mine, new SyncState.Off(second.modRevision())))).isInstanceOf(Done.class);
        assertThat(cluster().sync()).isEqualTo(SyncState.OFF);
        delete("leader");
        assertThat(write(a, new DcsWrite.PutSync(mine, syncedWith(0, "b")))).as("of a term that is over").isInstanceOf(Refused.class);
    }

    @Test
    void the_leader_of_this_term_writes_whom_it_would_ask_without_etcd_over_what_it_read() {
        var mine = acquiredBy(a, A);
        assertThat(cluster().failsafe()).isEqualTo(Failsafe.NONE);
        assertThat(write(a, new DcsWrite.PutFailsafe(mine, asked(0, "b", "a")))).isInstanceOf(Done.class);
        assertThat(write(a, new DcsWrite.PutFailsafe(mine, asked(0, "a")))).as("over what it did not read").isInstanceOf(Refused.class);
        var first = cluster().failsafe();
        assertThat(first).isEqualTo(asked(first.modRevision(), "a", "b"));
        assertThat(write(a, new DcsWrite.PutFailsafe(mine, asked(first.modRevision(), "a")))).isInstanceOf(Done.class);
        assertThat(write(a, new DcsWrite.PutFailsafe(mine, asked(first.modRevision())))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.PutFailsafe(mine, asked(cluster().failsafe().modRevision())))).as("nobody: the key goes").isInstanceOf(Done.class);
        assertThat(cluster().failsafe()).isEqualTo(Failsafe.NONE);
        delete("leader");
        assertThat(write(a, new DcsWrite.PutFailsafe(mine, asked(0, "a")))).as("of a term that is over").isInstanceOf(Refused.class);
    }

    private static Failsafe asked(long revision, String... names) {
        return new Failsafe(new Document(Stream.of(names).collect(Collectors.toMap(name -> name, name -> "http://" + name + "/patroni"))), revision);
    }

    private static SyncState syncedWith(long revision, String... standbys) {
        return new SyncState.On("a", List.of(standbys), standbys.length == 0 ? 0 : 1, new Timeline(standbys.length), revision);
    }

    @Test
    void one_wins_the_race_to_initialize() {
        assertThat(write(a, new DcsWrite.StartInitialize(0))).isInstanceOf(Done.class);
        assertThat(write(b, new DcsWrite.StartInitialize(0))).isInstanceOf(Refused.class);
        assertThat(cluster().initialize()).isInstanceOf(Initialize.InProgress.class);
        var id = new SystemId("7301111111111111111");
        assertThat(write(a, new DcsWrite.FinishInitialize(id))).isInstanceOf(Done.class);
        assertThat(write(b, new DcsWrite.FinishInitialize(new SystemId("7302222222222222222")))).isInstanceOf(Refused.class);
        assertThat(write(a, new DcsWrite.CancelInitialize(revisionOf("initialize")))).isInstanceOf(Refused.class);
        assertThat(cluster().initialize()).isEqualTo(new Initialize.Done(id));
    }

    @Test
    void a_cancelled_initialization_lets_another_try_and_a_missing_one_can_be_finished() {
        var mine = ((Done) write(a, new DcsWrite.StartInitialize(0))).revision();
        assertThat(write(b, new DcsWrite.CancelInitialize(mine - 1))).as("what another began").isInstanceOf(Refused.class);
        var again = ((Done) write(b, new DcsWrite.StartInitialize(mine))).revision();
        assertThat(write(a, new DcsWrite.CancelInitialize(mine))).as("taken over since").isInstanceOf(Refused.class);
        assertThat(write(b, new DcsWrite.CancelInitialize(again))).isInstanceOf(Done.class);
        assertThat(cluster().initialize()).isEqualTo(Initialize.MISSING);
        assertThat(write(b, new DcsWrite.FinishInitialize(new SystemId("7301111111111111111")))).isInstanceOf(Done.class);
    }

    @Test
    void the_configuration_is_changed_only_as_it_was_read() {
        var first = Document.EMPTY.with("ttl", 10).with("unknown", Map.of("kept", List.of(1, "two", true)));
        assertThat(write(a, new DcsWrite.PutConfig(first, 0))).isInstanceOf(Done.class);
        assertThat(write(b, new DcsWrite.PutConfig(Document.EMPTY, 0))).as("there is one").isInstanceOf(Refused.class);
        var read = cluster();
        assertThat(read.config()).isEqualTo(first);
        var second = first.with("ttl", 20);
        assertThat(write(a, new DcsWrite.PutConfig(second, read.configRevision()))).isInstanceOf(Done.class);
        assertThat(write(b, new DcsWrite.PutConfig(first, read.configRevision()))).isInstanceOf(Refused.class);
        assertThat(cluster().config()).isEqualTo(second);
        assertThat(write(b, new DcsWrite.ReplaceConfig(first))).isInstanceOf(Done.class);
        assertThat(cluster().config()).isEqualTo(first);
    }

    @Test
    void a_request_is_cleared_only_as_it_was_read() {
        write(a, new DcsWrite.PutRequest(Document.EMPTY.with("leader", "a").with("member", "b")));
        var request = (OperatorRequest.Switchover) cluster().request();
        assertThat(request.candidate()).isEqualTo(new OperatorRequest.Candidate.Named(B));
        write(b, new DcsWrite.PutRequest(Document.EMPTY.with("member", "b")));
        assertThat(write(a, new DcsWrite.ClearRequest(request.modRevision()))).isInstanceOf(Refused.class);
        var failover = (OperatorRequest.Failover) cluster().request();
        assertThat(write(a, new DcsWrite.ClearRequest(failover.modRevision()))).isInstanceOf(Done.class);
        assertThat(cluster().request()).isEqualTo(OperatorRequest.NONE);
    }

    @Test
    void what_belongs_to_others_stays() {
        put("members/a/unknown", "x");
        put("of-somebody-else", "{");
        var mine = acquiredBy(a, A);
        write(a, new DcsWrite.LetGo(mine, cleanEnd(A)));
        assertThat(cluster().members()).isEmpty();
        assertThat(keys()).containsEntry("members/a/unknown", "x").containsEntry("of-somebody-else", "{");
    }

    @Test
    void the_watch_wakes_for_what_matters_and_tells_heartbeats() {
        var heard = new Heard();
        b.watch(heard);
        put("config", "{}");
        eventually(() -> heard.changes.get() > 0);
        wakes(heard, () -> acquiredBy(a, A));
        var mine = held();
        write(a, new DcsWrite.Renew(A, mine));
        eventually(() -> heard.beat.get() == held().modRevision());
        wakes(heard, () -> joined(a, A));
        wakes(heard, () -> delete("members/a"));
        wakes(heard, () -> put("failover", "{}"));
        wakes(heard, () -> put("initialize", ""));
        wakes(heard, () -> put("sync", "{}"));
        wakes(heard, () -> delete("leader"));
    }

    @Test
    void the_watch_lets_sleep_for_what_does_not() {
        var heard = new Heard();
        b.watch(heard);
        joined(a, A);
        var mine = acquiredBy(a, A);
        renewedAndHeard(heard);
        write(a, new DcsWrite.PutMember(A, member("running"), TTL)); // the watch may not have been there before: it is known now
        renewedAndHeard(heard);
        var before = heard.changes.get();
        write(a, new DcsWrite.Renew(A, held(), told(new ClusterStatus(new WalPosition(1), Map.of()))));
        write(a, new DcsWrite.PutMember(A, member("stopped"), TTL));
        write(a, new DcsWrite.PutHistory(mine, TimelineHistory.UNKNOWN));
        renewedAndHeard(heard);
        renewedAndHeard(heard);
        assertThat(heard.changes.get()).isEqualTo(before);
    }

    private void renewedAndHeard(Heard heard) {
        var done = (Done) write(a, new DcsWrite.Renew(A, held()));
        eventually(() -> heard.beat.get() == done.revision());
    }

    private void wakes(Heard heard, Runnable change) {
        var before = heard.changes.get();
        change.run();
        eventually(() -> heard.changes.get() > before);
    }

    private static final class Heard implements Dcs.WatchListener {
        private final AtomicInteger changes = new AtomicInteger();
        private final AtomicLong beat = new AtomicLong();

        @Override
        public void changed() {
            changes.incrementAndGet();
        }

        @Override
        public void heartbeat(MemberName holder, long modRevision) {
            beat.set(modRevision);
        }
    }
}
