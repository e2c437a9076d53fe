package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that wants TLS with client certificates, a user and a password.
class SecuredEtcdTest {
    private static final MemberName A = new MemberName("a");
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final LoopThread LOOP = new LoopThread();

    @TempDir
    private static Path files;
    private static EtcdServers etcd;

    @BeforeAll
    static void start() {
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test-ca", "-keyout", file("ca.key"), "-out", file("ca.pem"));
        certificate("server");
        certificate("client");
        etcd = EtcdServers.start(1, "--cert-file", file("server.pem"), "--key-file", file("server.key"), "--trusted-ca-file", file("ca.pem"),
                "--client-cert-auth");
        etcd.awaitReady(tls());
        ctl("user", "add", "root:root-secret");
        ctl("user", "grant-role", "root", "root");
        ctl("role", "add", "ha");
        ctl("role", "grant-permission", "ha", "--prefix=true", "readwrite", "/service/");
        ctl("user", "add", "matriarch:well-kept");
        ctl("user", "grant-role", "matriarch", "ha");
        ctl("auth", "enable");
    }

    @AfterAll
    static void stop() {
        etcd.close();
        LOOP.close();
    }

    private static String file(String name) {
        return files.resolve(name).toString();
    }

    private static void openssl(String... words) {
        EtcdServers.run(Stream.concat(Stream.of("openssl"), Stream.of(words)).toList());
    }

    private static void certificate(String name) {
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout", file(name + ".key"), "-out", file(name + ".csr"),
                "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:etcd_1.loopback");
        openssl("x509", "-req", "-in", file(name + ".csr"), "-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2",
                "-copy_extensions", "copy", "-out", file(name + ".pem"));
    }

    private static String[] tls(String... words) {
        return Stream.concat(Stream.of("--cacert", file("ca.pem"), "--cert", file("client.pem"), "--key", file("client.key")),
                Stream.of(words)).toArray(String[]::new);
    }

    private static void ctl(String... words) {
        etcd.etcdctl(tls(words));
    }

    /// As if they had expired, without the wait.
    private static void voidTokens() {
        ctl("--user", "root:root-secret", "auth", "disable");
        ctl("auth", "enable");
    }

    private static EtcdDcs connect(String password) {
        return new EtcdDcs(new EtcdConfig(etcd.endpoints(), "service", "secured", new EtcdConfig.Credentials.Password("matriarch", password), ours()), LOOP);
    }

    private static EtcdConfig.Tls.On ours() {
        return new EtcdConfig.Tls.On(new EtcdConfig.Trust.Authority(files.resolve("ca.pem")), new EtcdConfig.Identity.Certificate(files.resolve("client.pem"), files.resolve("client.key")));
    }

    private static DcsView read(Dcs dcs) {
        return LOOP.reply(answer -> dcs.read(WITHIN, answer));
    }

    private static WriteOutcome write(Dcs dcs, DcsWrite write) {
        return LOOP.reply(answer -> dcs.write(write, WITHIN, answer));
    }

    @Test
    void works_on_when_its_token_became_void() {
        try (var dcs = connect("well-kept")) {
            var wakes = new AtomicInteger();
            dcs.watch(new Dcs.WatchListener() {
                @Override
                public void changed() {
                    wakes.incrementAndGet();
                }

                @Override
                public void heartbeat(MemberName holder, long modRevision) {}
            });
            assertThat(write(dcs, new DcsWrite.Acquire(A, TTL, 0))).isInstanceOf(WriteOutcome.Done.class);
            var mine = (LeaderLock.Held) ((DcsView.Reachable) read(dcs)).cluster().lock();
            voidTokens();
            assertThat(write(dcs, new DcsWrite.Renew(A, mine))).as("with a void token").isInstanceOf(WriteOutcome.Done.class);
            voidTokens();
            assertThat(write(dcs, new DcsWrite.StartInitialize(0))).isInstanceOf(WriteOutcome.Done.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> wakes.get() >= 2);
        }
    }

    @Test
    void a_wrong_password_is_named_and_never_printed() {
        try (var dcs = connect("guessed")) {
            var answer = (DcsView.Unreachable) read(dcs);
            assertThat(answer.reason()).contains("authentication failed").doesNotContain("guessed");
            assertThat(write(dcs, new DcsWrite.PutMember(A, Document.EMPTY, TTL))).isNotInstanceOf(WriteOutcome.Done.class);
        }
        assertThat(new EtcdConfig.Credentials.Password("matriarch", "guessed").toString()).doesNotContain("guessed");
    }

    /// The certificate has to be of the name that DNS gave.
    @Test
    void members_that_dns_names_are_spoken_to_by_tls_where_its_name_says_so() {
        var target = new Endpoint("localhost", etcd.endpoints().getFirst().port());
        var config = new EtcdConfig(List.of(), new EtcdConfig.Srv.Domain("herd.test", "", ours(), EtcdConfig.Srv.Clear.PERMITTED), "service", "secured", new EtcdConfig.Credentials.Password("matriarch", "well-kept"), EtcdConfig.Tls.OFF);
        try (var dns = new DnsServer().says(DnsServer.srv("_etcd-client-ssl._tcp.herd.test", target, 0, 0))) {
            try (var dcs = new EtcdDcs(config, LOOP, dns.url())) {
                assertThat(read(dcs)).isInstanceOf(DcsView.Reachable.class);
            }
            dns.says(DnsServer.srv("_etcd-client._tcp.herd.test", target, 0, 0));
            try (var dcs = new EtcdDcs(config, LOOP, dns.url())) {
                assertThat(read(dcs)).as("in clear").isInstanceOf(DcsView.Unreachable.class);
            }
        }
    }

    /// Why the configuration refuses it: Java takes no certificate for such a name, not even one that was made for it.
    @Test
    void a_name_with_an_underscore_cannot_be_spoken_to_by_tls() {
        var at = new Endpoint("etcd_1.loopback", etcd.endpoints().getFirst().port());
        try (var dcs = new EtcdDcs(new EtcdConfig(List.of(at), "service", "secured", new EtcdConfig.Credentials.Password("matriarch", "well-kept"), ours()), LOOP)) {
            assertThat(read(dcs)).isInstanceOfSatisfying(DcsView.Unreachable.class, down -> assertThat(down.reason()).contains("Illegal given domain name: etcd_1.loopback"));
        }
    }

    @Test
    void a_server_that_another_authority_signed_is_not_trusted() {
        try (var dcs = new EtcdDcs(new EtcdConfig(etcd.endpoints(), "service", "secured", EtcdConfig.Credentials.ANONYMOUS,
                new EtcdConfig.Tls.On(EtcdConfig.Trust.PLATFORM, EtcdConfig.Identity.NONE)), LOOP)) {
            assertThat(read(dcs)).isInstanceOf(DcsView.Unreachable.class);
        }
    }

    @Test
    void a_missing_file_stops_the_start_with_its_setting() {
        var tls = new EtcdConfig.Tls.On(new EtcdConfig.Trust.Authority(files.resolve("nowhere.pem")), EtcdConfig.Identity.NONE);
        assertThatThrownBy(() -> new EtcdDcs(new EtcdConfig(List.copyOf(etcd.endpoints()), "service", "x", EtcdConfig.Credentials.ANONYMOUS, tls), LOOP))
                .hasMessageContaining("etcd3.cacert").hasMessageContaining("nowhere.pem");
    }
}
