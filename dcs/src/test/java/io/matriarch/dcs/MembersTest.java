package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Endpoint;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which hosts can be members, and what becomes of connections to them.
class MembersTest {
    private static final Endpoint FIRST = new Endpoint("127.0.0.1", 1);
    private static final Endpoint SECOND = new Endpoint("127.0.0.1", 2);
    private static final Endpoint THIRD = new Endpoint("localhost", 2);
    private static final Endpoint NO_HOST = new Endpoint("no host", 3);
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<ManagedChannel> opened = new ArrayList<>();
    private final Members members = new Members(EtcdConfig.Credentials.ANONYMOUS, this::open);

    private ManagedChannel open(Endpoint at, EtcdConfig.Tls tls, Transports transports) {
        opened.add(Channels.open(at, tls, loops, Runnable::run, transports));
        return opened.getLast();
    }

    @AfterEach
    void stop() {
        opened.forEach(ManagedChannel::shutdownNow);
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void one_that_is_no_host_leaves_nothing_open_and_what_was_open_alone() {
        var before = members.at(List.of(FIRST), EtcdConfig.Tls.OFF);
        assertThatThrownBy(() -> members.at(List.of(FIRST, SECOND, NO_HOST), EtcdConfig.Tls.OFF)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no host");
        assertThat(opened).extracting(ManagedChannel::isShutdown).containsExactly(false, true);
        assertThat(members.at(List.of(FIRST), EtcdConfig.Tls.OFF)).isEqualTo(before);
    }

    @Test
    void a_listed_member_that_dns_names_too_keeps_its_connection() {
        var endpoints = new Endpoints(members.at(List.of(FIRST, SECOND), EtcdConfig.Tls.OFF), new ScheduledThreadPoolExecutor(1));
        var listed = endpoints.ordered(Endpoints.Care.ALL);
        endpoints.become(members.at(List.of(THIRD, SECOND), EtcdConfig.Tls.OFF));
        assertThat(endpoints.ordered(Endpoints.Care.ALL)).hasSize(2).contains(listed.getLast());
        assertThat(opened).extracting(ManagedChannel::isShutdown).containsExactly(true, false, false);
        endpoints.become(members.at(List.of(SECOND), new EtcdConfig.Tls.On(EtcdConfig.Trust.PLATFORM, EtcdConfig.Identity.NONE)));
        assertThat(opened).extracting(ManagedChannel::isShutdown).as("by TLS it is another").containsExactly(true, true, true, false);
    }

    @Test
    void they_are_closed_on_the_thread_that_they_belong_to() {
        var thread = new ScheduledThreadPoolExecutor(1);
        var endpoints = new Endpoints(members.at(List.of(FIRST), EtcdConfig.Tls.OFF), thread);
        var etcd = new Etcd(endpoints);
        var connection = new Connection(thread, loops, endpoints, etcd, new AgentLease(endpoints, etcd), new Continuity());
        var free = new AtomicBoolean();
        thread.execute(() -> await().forever().untilTrue(free));
        connection.close();
        assertThat(opened.getFirst().isShutdown()).as("while it does something else").isFalse();
        free.set(true);
        await().atMost(Duration.ofSeconds(30)).until(opened.getFirst()::isShutdown);
        connection.close();
    }

    /// Containers are called like this. What gRPC reads as a URL, [java.net.URI] does not take for hosts.
    @ParameterizedTest
    @ValueSource(strings = {"etcd_1.loopback", "my_herd.etcd-1.loopback", "-etcd.loopback", "localhost", "127.0.0.1"})
    void a_member_may_have_any_name_that_the_machine_knows(String name) {
        try (var etcd = EtcdServers.start(1).awaitReady(); var loop = new LoopThread(); var dcs = connected(new Endpoint(name, etcd.endpoints().getFirst().port()), loop)) {
            assertThat(loop.<DcsView>reply(answer -> dcs.read(Duration.ofSeconds(10), answer))).isInstanceOf(DcsView.Reachable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd_1.herd.test", "etcd.1"})
    void one_that_nobody_knows_is_named(String name) {
        try (var loop = new LoopThread(); var dcs = connected(new Endpoint(name, 2379), loop)) {
            assertThat(loop.<DcsView>reply(answer -> dcs.read(Duration.ofSeconds(2), answer))).isInstanceOfSatisfying(DcsView.Unreachable.class, down -> assertThat(down.reason()).contains(name));
        }
    }

    private static EtcdDcs connected(Endpoint at, LoopThread loop) {
        return new EtcdDcs(new EtcdConfig(List.of(at), "service", "named", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop);
    }
}
