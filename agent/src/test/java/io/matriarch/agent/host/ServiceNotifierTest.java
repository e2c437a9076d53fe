package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over real datagram sockets.
class ServiceNotifierTest {
    @TempDir
    Path directory;

    private static ServiceNotifier under(String address, String... more) {
        var environment = new java.util.HashMap<>(Map.of("NOTIFY_SOCKET", address));
        for (var i = 0; i < more.length; i += 2) environment.put(more[i], more[i + 1]);
        return ServiceNotifier.of(environment);
    }

    private static void saysAll(String address) {
        try (var manager = new Datagrams(address)) {
            var service = under(address, "WATCHDOG_USEC", "30000000");
            assertThat(service.wanted()).isTrue();
            var before = System.nanoTime() / 1000;
            service.ready();
            service.reloading();
            service.alive("mine.lead\nREADY=0");
            service.stopping();
            var heard = manager.received();
            assertThat(heard).hasSize(4).startsWith("READY=1").endsWith("STOPPING=1").contains("WATCHDOG=1\nSTATUS=mine.lead READY=0");
            assertThat(heard.get(1)).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            assertThat(Long.parseLong(heard.get(1).replaceAll("\\D*1\nMONOTONIC_USEC=", ""))).isBetween(before, System.nanoTime() / 1000);
        }
    }

    @Test
    void a_socket_with_a_path_hears_it() {
        saysAll(directory.resolve("notify").toString());
    }

    @Test
    void an_abstract_socket_hears_it() {
        saysAll("@matriarch/" + UUID.randomUUID());
    }

    @Test
    void without_a_watching_manager_there_is_no_sign_of_life() {
        var address = directory.resolve("notify").toString();
        try (var manager = new Datagrams(address)) {
            var service = under(address);
            service.alive("free.wait");
            assertThat(service.watchdog()).isZero();
            assertThat(manager.received()).containsExactly("STATUS=free.wait");
        }
    }

    @Test
    void nobody_asked_and_nobody_is_told() {
        var service = ServiceNotifier.of(Map.of());
        service.ready();
        service.alive("x");
        assertThat(service.wanted()).isFalse();
    }

    @Test
    void a_manager_that_is_gone_or_nonsense_holds_nobody_up() {
        var service = under(directory.resolve("nobody").toString());
        service.ready();
        service.ready();
        assertThat(under("vsock:2:1234").wanted()).isFalse();
        assertThat(under("/" + "x".repeat(108)).wanted()).isFalse();
    }

    /// A manager that does not read: its socket takes some messages, and then none.
    @Test
    void a_manager_that_does_not_read_holds_nobody_up() {
        var address = directory.resolve("deaf").toString();
        try (var manager = new Datagrams(address)) {
            var service = under(address);
            for (var i = 0; i < 1000; i++) service.alive("x".repeat(1000));
            assertThat(manager.received()).hasSizeLessThan(1000);
        }
    }

    @Test
    void the_watchdog_is_this_process_or_nobodys() {
        var me = Long.toString(ProcessHandle.current().pid());
        assertThat(under("/x", "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", me).watchdog()).isEqualTo(Duration.ofSeconds(3));
        assertThat(under("/x", "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1").watchdog()).isZero();
        assertThat(under("/x", "WATCHDOG_USEC", "soon").watchdog()).isZero();
    }
}
