package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsContract;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TimelineClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The contract of the port on the simulated etcd: what the real one passes in dcs, this one passes here. And what goes wrong with it.
class SimDcsTest extends DcsContract {
    private final EventQueue queue = new EventQueue(() -> {});
    private final SimNetwork network = new SimNetwork(new Dice(1));
    private final SimEtcd etcd = new SimEtcd(queue, network);
    private int connections;

    @Override
    protected Dcs connect() {
        return new SimDcs(queue, etcd, network, new MemberName("client" + ++connections), new SimProcess(queue, 0));
    }

    @Override
    protected <T> T reply(Consumer<Consumer<T>> asked) {
        var replies = new ArrayList<T>();
        asked.accept(replies::add);
        assertThat(queue.runUntil(() -> !replies.isEmpty(), Duration.ofMinutes(1))).isTrue();
        return replies.getFirst();
    }

    @Override
    protected void eventually(BooleanSupplier condition) {
        for (var i = 0; i < 100 && !condition.getAsBoolean(); i++) queue.runFor(Duration.ofMillis(300));
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Override
    protected void put(String key, String value) {
        etcd.byHand(() -> etcd.store().put(key, typed(key, value), LeaseId.NONE));
    }

    private static Object typed(String key, String value) {
        return switch (key) {
            case "leader" -> new MemberName(value);
            case "config" -> Document.EMPTY;
            default -> value;
        };
    }

    @Override
    protected void delete(String key) {
        etcd.byHand(() -> etcd.store().delete(key));
    }

    @Override
    protected Map<String, String> keys() {
        return etcd.store().keys().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value().toString()));
    }

    @Override
    protected long revisionOf(String key) {
        return etcd.store().keys().get(key).mod();
    }

    // ---- beyond the contract: what a real etcd does only when it is unwell

    @Test
    void a_member_that_is_behind_answers_as_of_then_and_guards_as_of_now() {
        etcd.fallBehind(new MemberName("client2"));
        var mine = acquiredBy(a, A);
        assertThat(read(b).cluster().lock()).isEqualTo(LeaderLock.ABSENT);
        assertThat(write(b, new DcsWrite.Acquire(B, TTL, 0))).isInstanceOf(WriteOutcome.Refused.class);
        etcd.wellAgain(new MemberName("client2"));
        assertThat(read(b).cluster().lock()).isEqualTo(mine);
    }

    @Test
    void a_deposed_leader_says_yes_to_keepalives_that_count_for_nothing() {
        acquiredBy(a, A);
        etcd.depose(new MemberName("client1"));
        queue.runFor(Duration.ofSeconds(8));
        assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(WriteOutcome.Done.class);
        eventually(() -> read(b).cluster().lock() instanceof LeaderLock.Absent);
        assertThat(queue.elapsed()).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void an_election_gives_leases_their_whole_time_again() {
        acquiredBy(a, A);
        queue.runFor(Duration.ofSeconds(9));
        etcd.elect(Duration.ofSeconds(1));
        queue.runFor(Duration.ofSeconds(10));
        assertThat(held().holder()).isEqualTo(A);
    }

    @Test
    void a_restored_snapshot_is_the_past_with_its_revisions() {
        var mine = acquiredBy(a, A);
        for (var i = 0; i < 5; i++) {
            queue.runFor(Duration.ofSeconds(5));
            assertThat(write(a, new DcsWrite.Renew(A, held()))).isInstanceOf(WriteOutcome.Done.class);
        }
        var before = held();
        etcd.restore();
        assertThat(held().modRevision()).isBetween(mine.modRevision(), before.modRevision() - 1);
        assertThat(write(a, new DcsWrite.Renew(A, held()))).as("its lease has come back, too").isInstanceOf(WriteOutcome.Done.class);
    }

    @Test
    void a_lock_is_not_taken_over_another_connection_than_it_was_seen_free_over() {
        var look = read(a);
        queue.runFor(Duration.ofSeconds(25));
        etcd.restore();
        assertThat(look.cluster()).isEqualTo(read(b).cluster());
        var late = new DcsWrite.Acquire(A, TTL, 0, TimelineClaim.NONE, DcsWrite.Proof.GUARDED, look.connection(), Term.NONE);
        assertThat(write(a, late)).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(write(a, new DcsWrite.Acquire(A, TTL, 0, TimelineClaim.NONE, DcsWrite.Proof.GUARDED, read(a).connection(), Term.NONE))).isInstanceOf(WriteOutcome.Done.class);
    }

    @Test
    void a_write_is_carried_out_though_its_reply_is_lost() {
        network.trouble(new MemberName("client1"), new SimNetwork.Trouble(0, 1, Duration.ofSeconds(20)));
        List<WriteOutcome> outcomes = new ArrayList<>();
        a.write(new DcsWrite.Acquire(A, TTL, 0), PATIENCE, outcomes::add);
        queue.runFor(Duration.ofSeconds(4));
        assertThat(outcomes).hasSize(1).first().isInstanceOf(WriteOutcome.Unknown.class);
        eventually(() -> read(b).cluster().lock() instanceof LeaderLock.Held);
    }
}
