package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.MemberName;
import io.matriarch.dcs.EtcdConfig.Srv.Clear;
import io.matriarch.dcs.SrvLookup.Found;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// etcd's members by a real DNS server (`etcd3.srv`), and real members behind the names.
class DiscoveryTest {
    private static final EtcdConfig.Tls.On TLS = new EtcdConfig.Tls.On(EtcdConfig.Trust.PLATFORM, EtcdConfig.Identity.NONE);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private final LoopThread loop = new LoopThread();
    private final DnsServer dns = new DnsServer();

    @AfterEach
    void stop() {
        dns.close();
        loop.close();
    }

    private Found ask(String suffix) {
        return lookup(suffix, dns.url()).ask();
    }

    private static SrvLookup lookup(String suffix, String resolver) {
        return new SrvLookup(new EtcdConfig.Srv.Domain("herd.test", suffix, TLS, Clear.PERMITTED), resolver);
    }

    private static String srv(String service, Endpoint target) {
        return DnsServer.srv(service + "._tcp.herd.test", target, 0, 0);
    }

    private static Endpoint localhost(Endpoint member) {
        return new Endpoint("localhost", member.port());
    }

    private EtcdDcs connect(List<Endpoint> listed, String resolver) {
        return new EtcdDcs(new EtcdConfig(listed, new EtcdConfig.Srv.Domain("herd.test", "", TLS, Clear.PERMITTED), "service", "found", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop, resolver);
    }

    private DcsView read(Dcs dcs) {
        return loop.reply(answer -> dcs.read(WITHIN, answer));
    }

    private String whyNot(Dcs dcs, Duration within) {
        return loop.<DcsView>reply(answer -> dcs.read(within, answer)) instanceof DcsView.Unreachable(var reason) ? reason : "reachable";
    }

    @ParameterizedTest
    @CsvSource({"_etcd-client-ssl,true", "_etcd-client,false", "_etcd-ssl,true", "_etcd,false"})
    void each_name_of_patroni_is_asked_for_and_says_whether_it_is_tls(String service, boolean secured) {
        dns.says(srv(service, new Endpoint("n1.herd.test", 2379)));
        assertThat(ask("")).isEqualTo(new Found.Members(service + "._tcp.herd.test", List.of(new Endpoint("n1.herd.test", 2379)), secured, List.of()));
    }

    @Test
    void the_first_name_that_has_records_counts_and_the_best_target_is_first() {
        dns.says(DnsServer.srv("_etcd-client._tcp.herd.test", new Endpoint("late.herd.test", 1), 9, 0), DnsServer.srv("_etcd-client._tcp.herd.test", new Endpoint("light.herd.test", 2), 1, 3),
                DnsServer.srv("_etcd-client._tcp.herd.test", new Endpoint("heavy.herd.test", 3), 1, 7), srv("_etcd", new Endpoint("other.herd.test", 4)));
        assertThat(ask("")).isInstanceOfSatisfying(Found.Members.class, found -> assertThat(found.endpoints()).extracting(Endpoint::host).containsExactly("heavy.herd.test", "light.herd.test", "late.herd.test"));
        assertThat(dns.asked()).containsExactly("_etcd-client-ssl._tcp.herd.test", "_etcd-client._tcp.herd.test");
    }

    @Test
    void the_suffix_is_part_of_the_service() {
        dns.says(srv("_etcd-client", new Endpoint("wrong.herd.test", 1)), srv("_etcd-client-red", new Endpoint("red.herd.test", 2)), srv("_etcd-blue", new Endpoint("blue.herd.test", 3)));
        assertThat(ask("red").toString()).contains("red.herd.test").doesNotContain("wrong");
        assertThat(ask("blue").toString()).contains("blue.herd.test", "secured=false");
        assertThat(dns.asked().subList(2, 6)).containsExactly("_etcd-client-ssl-blue._tcp.herd.test", "_etcd-client-blue._tcp.herd.test", "_etcd-ssl-blue._tcp.herd.test", "_etcd-blue._tcp.herd.test");
    }

    /// dnsmasq writes the target `.` where none is given: RFC 2782's word for "not here".
    @Test
    void what_is_not_there_is_named_with_what_came() {
        dns.says("--srv-host=_etcd-client._tcp.herd.test", "--txt-record=_etcd-ssl._tcp.herd.test,no,service");
        assertThat(ask("")).isEqualTo(new Found.Nobody("_etcd-client-ssl._tcp.herd.test: no such name; _etcd-client._tcp.herd.test: no usable SRV record in [0 0 1 .]; "
                + "_etcd-ssl._tcp.herd.test: no SRV record; _etcd._tcp.herd.test: no such name"));
        dns.stop();
        assertThat(ask("")).isInstanceOfSatisfying(Found.Nobody.class, nobody -> assertThat(nobody.why()).startsWith("_etcd-client-ssl._tcp.herd.test: no DNS server answers (").doesNotContain("null", "_etcd._tcp"));
    }

    /// dnsmasq answers in the order of its options, other servers in another one each time.
    @Test
    void the_order_of_equal_records_says_nothing() {
        String[] records = {srv("_etcd", new Endpoint("a.herd.test", 1)), srv("_etcd", new Endpoint("b.herd.test", 2)), srv("_etcd", new Endpoint("no!1.test", 3)), srv("_etcd", new Endpoint("no!2.test", 4))};
        dns.says(records);
        var found = ask("");
        dns.says(List.of(records).reversed().toArray(String[]::new));
        assertThat(ask("")).isEqualTo(found);
    }

    /// Such a target must not cost the others.
    @Test
    void a_target_that_can_be_no_host_is_left_out_and_named() {
        dns.says(srv("_etcd", new Endpoint("no!host.test", 1)), srv("_etcd", new Endpoint("etcd_1.test", 2)));
        assertThat(ask("")).isEqualTo(new Found.Members("_etcd._tcp.herd.test", List.of(new Endpoint("etcd_1.test", 2)), false, List.of("0 0 1 no!host.test.")));
        dns.says(srv("_etcd", new Endpoint("no!host.test", 1)));
        assertThat(ask("").toString()).contains("_etcd._tcp.herd.test: no usable SRV record in [0 0 1 no!host.test.]");
    }

    /// Format error, server failure, not implemented, refused: none of them says that there is no such name, and the next one is in clear.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void an_answer_that_leaves_open_whether_there_are_records_ends_the_question(int code) throws IOException {
        try (var failing = new FailingDns(code)) {
            dns.says("--server=/_etcd-client-ssl._tcp.herd.test/127.0.0.1#" + failing.port(), srv("_etcd-client", new Endpoint("clear.herd.test", 2379)));
            assertThat(ask("")).isInstanceOfSatisfying(Found.Nobody.class, nobody -> assertThat(nobody.why()).startsWith("_etcd-client-ssl._tcp.herd.test: ").doesNotContain("null", "_etcd-client._tcp"));
            assertThat(lookup("", "dns://127.0.0.1:" + failing.port()).ask()).isInstanceOfSatisfying(Found.Nobody.class, nobody ->
                    assertThat(nobody.why()).contains("[response code " + code + "]").doesNotContain("_etcd-client._tcp"));
        }
    }

    @Test
    void where_tls_is_asked_for_members_in_clear_do_not_count() {
        var lookup = new SrvLookup(new EtcdConfig.Srv.Domain("herd.test", "", TLS, Clear.REFUSED), dns.url());
        dns.says(srv("_etcd-client", new Endpoint("clear.herd.test", 2379)));
        assertThat(lookup.ask()).isInstanceOfSatisfying(Found.Nobody.class, nobody -> assertThat(nobody.why()).contains("_etcd-client._tcp.herd.test: [clear.herd.test:2379] would be spoken to in clear", "cacert"));
        dns.says(srv("_etcd-client", new Endpoint("clear.herd.test", 2379)), srv("_etcd-ssl", new Endpoint("secured.herd.test", 2379)));
        assertThat(lookup.ask()).isEqualTo(new Found.Members("_etcd-ssl._tcp.herd.test", List.of(new Endpoint("secured.herd.test", 2379)), true, List.of()));
    }

    @Test
    void nobody_is_reachable_before_dns_names_somebody() {
        try (var etcd = EtcdServers.start(1).awaitReady(); var dcs = connect(List.of(), dns.url())) {
            var woken = new AtomicInteger();
            dcs.watch(new Dcs.WatchListener() {
                @Override
                public void changed() {
                    woken.incrementAndGet();
                }

                @Override
                public void heartbeat(MemberName holder, long modRevision) {}
            });
            assertThat(whyNot(dcs, Duration.ofSeconds(2))).contains("no etcd member is known", "herd.test");
            await().atMost(Duration.ofSeconds(30)).until(() -> whyNot(dcs, Duration.ofSeconds(1)).contains("DNS names no etcd member in herd.test: _etcd-client-ssl._tcp.herd.test: no such name; _etcd-client._tcp"));
            dns.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> whyNot(dcs, Duration.ofSeconds(1)).contains("no DNS server answers"));
            dns.says(srv("_etcd-client", localhost(etcd.endpoints().getFirst())));
            await().atMost(Duration.ofSeconds(30)).until(() -> read(dcs) instanceof DcsView.Reachable);
            await().atMost(Duration.ofSeconds(30)).until(() -> woken.get() > 0);
        }
    }

    @Test
    void members_that_moved_are_found_again_and_stay_when_dns_goes() {
        try (var etcd = EtcdServers.start(3).awaitReady()) {
            var at = etcd.endpoints().stream().map(DiscoveryTest::localhost).toList();
            dns.says(srv("_etcd", at.get(0)));
            try (var dcs = connect(List.of(), dns.url())) {
                await().atMost(Duration.ofSeconds(30)).until(() -> read(dcs) instanceof DcsView.Reachable);
                etcd.kill(0);
                assertThat(whyNot(dcs, Duration.ofSeconds(2))).as("DNS names only that one").contains(":" + at.get(0).port(), "UNAVAILABLE");
                dns.says(srv("_etcd-client", at.get(1)), srv("_etcd-client", at.get(2)));
                await().atMost(Duration.ofSeconds(30)).until(() -> read(dcs) instanceof DcsView.Reachable);
                dns.stop();
                assertThat(read(dcs)).as("what was named last").isInstanceOf(DcsView.Reachable.class);
            }
        }
    }

    /// A DNS server that takes every question and says nothing.
    @Test
    void where_dns_is_silent_the_listed_members_are_asked() throws SocketException {
        try (var etcd = EtcdServers.start(1).awaitReady(); var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var dcs = connect(etcd.endpoints(), "dns://127.0.0.1:" + silent.getLocalPort())) {
            assertThat(read(dcs)).isInstanceOf(DcsView.Reachable.class);
            assertThat(lookup("", "dns://127.0.0.1:" + silent.getLocalPort()).ask().toString()).contains("no DNS server answers");
            assertThat(read(dcs)).isInstanceOf(DcsView.Reachable.class);
        }
    }

    @Test
    void a_question_that_hangs_holds_up_nothing_and_is_not_asked_twice() throws Exception {
        var answered = new CountDownLatch(1);
        var questions = new AtomicInteger();
        var thread = Executors.newSingleThreadScheduledExecutor();
        try {
            var discovery = new Discovery("herd.test", () -> {
                questions.incrementAndGet();
                await().forever().until(() -> answered.getCount() == 0);
                return new Found.Nobody("nothing came");
            }, _ -> {}, Thread::new, thread);
            for (var time = 0; time < 3; time++) thread.submit(discovery::ask).get(60, TimeUnit.SECONDS);
            assertThat(thread.submit(discovery::why).get(60, TimeUnit.SECONDS)).as("the thread is free").isEqualTo("DNS is asked for the members in herd.test");
            answered.countDown();
            await().atMost(WITHIN).until(() -> thread.submit(discovery::why).get().contains("nothing came"));
            assertThat(questions).hasValue(1);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void where_no_thread_can_be_had_the_next_question_is_asked_all_the_same() throws Exception {
        var threads = new AtomicInteger();
        var thread = Executors.newSingleThreadScheduledExecutor();
        try {
            var discovery = new Discovery("herd.test", () -> new Found.Nobody("nothing came"), _ -> {}, task -> {
                if (threads.getAndIncrement() == 0) throw new IllegalStateException("no thread can be had");
                return new Thread(task);
            }, thread);
            assertThatThrownBy(() -> thread.submit(discovery::ask).get(60, TimeUnit.SECONDS)).hasMessageContaining("no thread can be had");
            thread.submit(discovery::ask).get(60, TimeUnit.SECONDS);
            await().atMost(WITHIN).until(() -> thread.submit(discovery::why).get().contains("nothing came"));
        } finally {
            thread.shutdownNow();
        }
    }

    /// Once until it changes, and again when it comes back.
    @Test
    void what_came_is_told_when_it_is_something_else_than_before() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Discovery.class)).addAppender(log);
        var some = new Found.Members("_etcd._tcp.herd.test", List.of(new Endpoint("a.herd.test", 1)), false, List.of("0 0 1 no!host."));
        var answers = new ConcurrentLinkedQueue<Found>(List.of(new Found.Nobody("x"), new Found.Nobody("x"), some, some, new Found.Members(some.name(), some.endpoints(), true, List.of()), new Found.Nobody("x")));
        var thread = Executors.newSingleThreadScheduledExecutor();
        try {
            var discovery = new Discovery("herd.test", answers::remove, members -> {
                if (members.secured()) throw new IllegalArgumentException("etcd3.cacert: /gone cannot be read");
            }, Thread::new, thread);
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                thread.submit(discovery::ask).get(60, TimeUnit.SECONDS);
                return answers.isEmpty();
            });
            await().atMost(WITHIN).until(() -> log.list.size() == 4);
            assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("etcd3.srv: DNS names no etcd member in herd.test: x",
                    "etcd members by DNS, _etcd._tcp.herd.test: [a.herd.test:1]; no host is named by [0 0 1 no!host.]", "etcd3.srv: etcd3.cacert: /gone cannot be read",
                    "etcd3.srv: DNS names no etcd member in herd.test: x");
        } finally {
            thread.shutdownNow();
            ((Logger) LoggerFactory.getLogger(Discovery.class)).detachAppender(log);
        }
    }

    @Test
    void tls_files_that_cannot_be_read_stop_the_start_before_dns_is_asked() {
        var tls = new EtcdConfig.Tls.On(new EtcdConfig.Trust.Authority(Path.of("/nowhere/ca.pem")), EtcdConfig.Identity.NONE);
        var config = new EtcdConfig(List.of(), new EtcdConfig.Srv.Domain("herd.test", "", tls, Clear.PERMITTED), "service", "x", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF);
        assertThatThrownBy(() -> new EtcdDcs(config, loop, dns.url())).hasMessageContaining("etcd3.cacert").hasMessageContaining("/nowhere/ca.pem");
        assertThat(dns.asked()).isEmpty();
    }
}
