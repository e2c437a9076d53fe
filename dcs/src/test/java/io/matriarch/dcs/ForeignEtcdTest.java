package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A list of endpoints in which one belongs to another etcd cluster.
class ForeignEtcdTest {
    private static final MemberName A = new MemberName("a");
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final LoopThread loop = new LoopThread();
    private final EtcdServers own = EtcdServers.start(1).awaitReady();
    private final EtcdServers foreign = EtcdServers.start(1).awaitReady();
    private final EtcdDcs dcs = new EtcdDcs(new EtcdConfig(List.of(own.endpoints().getFirst(), foreign.endpoints().getFirst()), "service", "batman",
            EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop);

    @AfterEach
    void stop() {
        dcs.close();
        own.close();
        foreign.close();
        loop.close();
    }

    @Test
    void is_never_believed() {
        assertThat(write(new DcsWrite.Acquire(A, Duration.ofSeconds(10), 0))).isInstanceOf(WriteOutcome.Done.class);
        var mine = (LeaderLock.Held) ((DcsView.Reachable) read()).cluster().lock();
        own.kill(0);
        assertThat(read()).as("not an empty cluster").isInstanceOf(DcsView.Unreachable.class);
        assertThat(write(new DcsWrite.Renew(A, mine))).as("not refused: its guard failed elsewhere").isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(read()).isInstanceOf(DcsView.Unreachable.class);
    }

    private DcsView read() {
        return loop.reply(answer -> dcs.read(WITHIN, answer));
    }

    private WriteOutcome write(DcsWrite write) {
        return loop.reply(answer -> dcs.write(write, WITHIN, answer));
    }
}
