package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TimelineClaim;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A real etcd that is ended and started on the same data: its keys tell nothing of it, its connection does.
class ContinuityTest {
    private static final MemberName A = new MemberName("a");
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Test
    void an_etcd_that_was_ended_has_another_connection_and_takes_nothing_that_was_decided_before() {
        try (var etcd = EtcdServers.start(1).awaitReady(); var loop = new LoopThread();
                var dcs = new EtcdDcs(new EtcdConfig(etcd.endpoints(), "service", "continuity", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop)) {
            look(dcs, loop);
            var before = look(dcs, loop);
            assertThat(look(dcs, loop)).isEqualTo(before);

            etcd.kill(0);
            etcd.restart();
            etcd.awaitReady();
            var late = acquire(dcs, loop, before);
            assertThat(late).isInstanceOf(WriteOutcome.Unknown.class);
            assertThat(look(dcs, loop)).isGreaterThan(before);
            assertThat(acquire(dcs, loop, look(dcs, loop))).isInstanceOf(WriteOutcome.Done.class);
        }
    }

    @Test
    void whoever_has_never_looked_may_not_follow_a_look() {
        try (var etcd = EtcdServers.start(1).awaitReady(); var loop = new LoopThread();
                var dcs = new EtcdDcs(new EtcdConfig(etcd.endpoints(), "service", "continuity", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop)) {
            assertThat(acquire(dcs, loop, 1)).isInstanceOf(WriteOutcome.Unknown.class);
            assertThat(acquire(dcs, loop, 0)).as("any connection").isInstanceOf(WriteOutcome.Done.class);
        }
    }

    /// Or the first call that another endpoint answers would look like another etcd.
    @Test
    void every_endpoint_is_connected_whoever_is_asked() throws Exception {
        try (var etcd = EtcdServers.start(3).awaitReady();
                var connection = Connection.open(new EtcdConfig(etcd.endpoints(), "service", "continuity", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), SrvLookup.SYSTEM)) {
            var all = connection.thread().submit(() -> connection.endpoints().ordered(Endpoints.Care.ALL)).get();
            assertThat(all).hasSize(3);
            await().atMost(Duration.ofSeconds(30)).until(() -> all.stream().allMatch(one -> one.connectedSince(System.nanoTime())));
        }
    }

    private static WriteOutcome acquire(EtcdDcs dcs, LoopThread loop, long connection) {
        return loop.<WriteOutcome>reply(answer -> dcs.write(new DcsWrite.Acquire(A, TTL, 0, TimelineClaim.NONE, DcsWrite.Proof.GUARDED, connection, Term.NONE), PATIENCE, answer));
    }

    private static long look(EtcdDcs dcs, LoopThread loop) {
        await().atMost(Duration.ofSeconds(30)).until(() -> loop.<DcsView>reply(answer -> dcs.read(PATIENCE, answer)) instanceof DcsView.Reachable);
        return loop.<DcsView>reply(answer -> dcs.read(PATIENCE, answer)) instanceof DcsView.Reachable(_, _, var connection) ? connection : 0;
    }
}
