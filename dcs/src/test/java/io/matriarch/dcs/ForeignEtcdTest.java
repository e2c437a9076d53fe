package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A list of endpoints in which one belongs to another etcd cluster.
class ForeignEtcdTest {
    private static final MemberName A = new MemberName("a");
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final LoopThread loop = new LoopThread();
    private final EtcdServers own = EtcdServers.start(1).awaitReady();
    private final EtcdServers foreign = EtcdServers.start(1).awaitReady();
    private final EtcdDcs dcs = new EtcdDcs(new EtcdConfig(List.of(own.endpoints().getFirst(), foreign.endpoints().getFirst()), "service", "batman",
            EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Endpoints.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(Endpoints.class)).detachAppender(log);
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
        assertThat(log.list).singleElement().extracting(ILoggingEvent::getFormattedMessage).asString().contains(foreign.endpoints().getFirst().toString(), "ignored; correct etcd3.hosts");
    }

    @Test
    void is_told_where_it_was_named() {
        var domain = new EtcdConfig.Srv.Domain("herd.test", "", new EtcdConfig.Tls.On(EtcdConfig.Trust.PLATFORM, EtcdConfig.Identity.NONE), EtcdConfig.Srv.Clear.PERMITTED);
        var config = new EtcdConfig(List.of(), domain, "service", "batman", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF);
        try (var dns = new DnsServer().says(DnsServer.srv("_etcd._tcp.herd.test", own.endpoints().getFirst(), 0, 0), DnsServer.srv("_etcd._tcp.herd.test", foreign.endpoints().getFirst(), 1, 0));
                var found = new EtcdDcs(config, loop, dns.url())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> read(found) instanceof DcsView.Reachable);
            own.kill(0);
            assertThat(read(found)).isInstanceOf(DcsView.Unreachable.class);
            assertThat(log.list).singleElement().extracting(ILoggingEvent::getFormattedMessage).asString().contains("ignored; correct the SRV records of _etcd._tcp.herd.test");
        }
    }

    private DcsView read() {
        return read(dcs);
    }

    private DcsView read(EtcdDcs from) {
        return loop.reply(answer -> from.read(WITHIN, answer));
    }

    private WriteOutcome write(DcsWrite write) {
        return loop.reply(answer -> dcs.write(write, WITHIN, answer));
    }
}
