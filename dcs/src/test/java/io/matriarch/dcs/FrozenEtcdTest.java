package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three etcd members, of which some are stopped in the middle of what they do (SIGSTOP: the connection stays, no answer comes).
class FrozenEtcdTest {
    private static final MemberName A = new MemberName("a");
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration WITHIN = Duration.ofMillis(1500);
    private static final Duration GRACE = Duration.ofMillis(400);

    private final LoopThread loop = new LoopThread();
    private EtcdServers etcd;
    private EtcdDcs dcs;

    @BeforeEach
    void start() {
        etcd = EtcdServers.start(3).awaitReady();
        dcs = connect(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> read() instanceof DcsView.Reachable);
    }

    @AfterEach
    void stop() {
        IntStream.range(0, 3).forEach(etcd::thaw);
        dcs.close();
        etcd.close();
        loop.close();
    }

    /// Endpoints in an order that begins with that of number `first`.
    private EtcdDcs connect(int first) {
        var endpoints = new ArrayList<>(etcd.endpoints());
        Collections.rotate(endpoints, -first);
        return new EtcdDcs(new EtcdConfig(endpoints, "/service/", "frozen", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop);
    }

    private DcsView read() {
        return read(WITHIN);
    }

    private DcsView read(Duration within) {
        return loop.reply(answer -> dcs.read(within, answer));
    }

    private WriteOutcome write(DcsWrite write) {
        return loop.reply(answer -> dcs.write(write, WITHIN, answer));
    }

    private LeaderLock.Held acquired() {
        assertThat(write(new DcsWrite.Acquire(A, TTL, 0))).isInstanceOf(WriteOutcome.Done.class);
        return held();
    }

    private LeaderLock.Held held() {
        return (LeaderLock.Held) ((DcsView.Reachable) read()).cluster().lock();
    }

    private static Duration timed(Runnable work) {
        var start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// The etcd member that leads raft: the one whose freezing hurts for an election.
    private int raftLeader() {
        return IntStream.range(0, 3).filter(i -> EtcdServers.run(List.of("etcdctl", "--endpoints", etcd.endpoints().get(i).toString(),
                "endpoint", "status", "-w", "simple")).split(", ", -1)[4].equals("true")).findFirst().orElseThrow();
    }

    /// Longer than an agent waits: a busy machine must not look like a frozen member.
    @Test
    void a_frozen_member_costs_one_read_a_third_of_its_time_and_then_nothing() {
        var patience = Duration.ofSeconds(15);
        var follower = (raftLeader() + 1) % 3;
        dcs.close();
        dcs = connect(follower);
        assertThat(read(patience)).isInstanceOf(DcsView.Reachable.class);
        etcd.freeze(follower);
        var first = timed(() -> assertThat(read(patience)).isInstanceOf(DcsView.Reachable.class));
        assertThat(first).isBetween(patience.dividedBy(3).minusMillis(100), patience);
        var second = timed(() -> assertThat(read(patience)).isInstanceOf(DcsView.Reachable.class));
        assertThat(second).isLessThan(patience.dividedBy(3));
        System.out.printf("frozen preferred follower: read %d ms, then %d ms%n", first.toMillis(), second.toMillis());
    }

    @Test
    void renewals_go_on_while_the_preferred_member_is_frozen() {
        var follower = (raftLeader() + 1) % 3;
        dcs.close();
        dcs = connect(follower);
        acquired();
        etcd.freeze(follower);
        for (int i = 0; i < 5; i++) {
            var mine = held();
            var took = timed(() -> assertThat(write(new DcsWrite.Renew(A, mine))).isInstanceOf(WriteOutcome.Done.class));
            assertThat(took).isLessThan(WITHIN);
            if (i < 2) System.out.printf("frozen preferred follower: renewal %d ms%n", took.toMillis());
        }
    }

    @Test
    void a_frozen_raft_leader_costs_an_election_and_no_more() {
        var leader = raftLeader();
        dcs.close();
        dcs = connect(leader);
        acquired();
        etcd.freeze(leader);
        var outage = timed(() -> await().atMost(Duration.ofSeconds(8)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .until(() -> read() instanceof DcsView.Reachable(var cluster, _, _) && cluster.lock() instanceof LeaderLock.Held mine
                        && write(new DcsWrite.Renew(A, mine)) instanceof WriteOutcome.Done));
        assertThat(outage).as("with time left of the ttl").isLessThan(TTL.minusSeconds(3));
        System.out.printf("frozen raft leader (election timeout 500 ms): renewed again after %d ms%n", outage.toMillis());
    }

    @Test
    void a_killed_member_is_left_at_once() {
        var follower = (raftLeader() + 1) % 3;
        dcs.close();
        dcs = connect(follower);
        var mine = acquired();
        etcd.kill(follower);
        var took = timed(() -> assertThat(write(new DcsWrite.Renew(A, mine))).isInstanceOf(WriteOutcome.Done.class));
        System.out.printf("killed preferred follower: renewal %d ms%n", took.toMillis());
        assertThat(write(new DcsWrite.LetGo(held(), new Release.Clean(A, Timeline.UNKNOWN, WalPosition.ZERO)))).isInstanceOf(WriteOutcome.Done.class);
    }

    @Test
    void with_all_frozen_every_answer_is_unknown_in_time_and_all_is_well_afterwards() {
        var mine = acquired();
        IntStream.range(0, 3).forEach(etcd::freeze);
        inTime(() -> assertThat(read()).isInstanceOf(DcsView.Unreachable.class));
        inTime(() -> unknown(new DcsWrite.Renew(A, mine)));
        inTime(() -> unknown(new DcsWrite.Acquire(A, TTL, 0)));
        inTime(() -> unknown(new DcsWrite.PutMember(A, Document.EMPTY.with("state", "running"), TTL)));
        inTime(() -> unknown(new DcsWrite.StartInitialize(0)));
        inTime(() -> unknown(new DcsWrite.FinishInitialize(new SystemId("7301111111111111111"))));
        IntStream.range(0, 3).forEach(etcd::thaw);
        await().atMost(Duration.ofSeconds(30)).until(() -> read() instanceof DcsView.Reachable);
    }

    /// Patroni knows a member that was left behind by its raft term. Here none is believed that cannot ask a majority, so there is nothing to compare.
    @Test
    void a_member_that_lost_the_others_still_has_the_keys_and_answers_nothing() {
        var mine = acquired();
        var alone = (raftLeader() + 1) % 3;
        dcs.close();
        dcs = new EtcdDcs(new EtcdConfig(List.of(etcd.endpoints().get(alone)), "/service/", "frozen", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop);
        await().atMost(Duration.ofSeconds(30)).until(() -> read() instanceof DcsView.Reachable);
        etcd.freeze((alone + 1) % 3);
        etcd.freeze((alone + 2) % 3);
        inTime(() -> assertThat(read()).isInstanceOf(DcsView.Unreachable.class));
        inTime(() -> unknown(new DcsWrite.Renew(A, mine)));
        assertThat(EtcdServers.run(List.of("etcdctl", "--endpoints", etcd.endpoints().get(alone).toString(), "get", "/service/frozen/leader", "--consistency=s", "--print-value-only")))
                .as("what it would say to somebody who asks less").isEqualTo("a\n");
    }

    private void unknown(DcsWrite write) {
        assertThat(write(write)).isInstanceOf(WriteOutcome.Unknown.class);
    }

    private static void inTime(Runnable work) {
        assertThat(timed(work)).isLessThan(WITHIN.plus(GRACE));
    }

    @Test
    void a_watch_survives_the_end_of_its_member() {
        var wakes = new AtomicInteger();
        dcs.watch(new Dcs.WatchListener() {
            @Override
            public void changed() {
                wakes.incrementAndGet();
            }

            @Override
            public void heartbeat(MemberName holder, long modRevision) {}
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> wakes.get() == 1);
        etcd.kill(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> wakes.get() >= 2);
        var before = wakes.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> write(new DcsWrite.ReplaceConfig(Document.EMPTY)) instanceof WriteOutcome.Done);
        await().atMost(Duration.ofSeconds(30)).until(() -> wakes.get() > before);
    }

    @Test
    void an_etcd_that_was_away_for_long_is_found_again_quickly() {
        IntStream.range(0, 3).forEach(etcd::kill);
        for (int i = 0; i < 6; i++) inTime(() -> assertThat(read()).isInstanceOf(DcsView.Unreachable.class));
        etcd.restart();
        var took = timed(() -> await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10)).until(() -> read() instanceof DcsView.Reachable));
        System.out.printf("etcd away for 9 s: readable %d ms after its processes started%n", took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }
}
