package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.agent.host.ProcessSignals.Delivery;
import io.matriarch.agent.host.ProcessSignals.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clock, signals, process facts, state directory and lock on the real machine.
class HostTest {
    @TempDir
    Path directory;

    private static Process java(Class<?> main, String argument) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                main.getName(), argument).redirectErrorStream(true).start();
    }

    /// Takes the lock, says so, holds it until its input ends.
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(DirectoryLock.acquire(Path.of(arguments[0])) instanceof DirectoryLock.Attempt.Locked);
            System.in.read();
        }
    }

    @Test
    void the_boot_clock_is_the_kernels() throws Exception {
        var clock = BootClock.open();
        var before = clock.now();
        var uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        var after = clock.now();
        assertThat(uptime * 1e9).isBetween(before.nanos() - 2e7, after.nanos() + 2e7);
        for (var i = 0; i < 100_000; i++) after = clock.now();
        var from = System.nanoTime();
        for (var i = 0; i < 100_000; i++) after = clock.now();
        System.out.printf("BootClock.now(): %.0f ns a call, %s later%n", (System.nanoTime() - from) / 1e5, before.until(after));
    }

    @Test
    void the_end_of_a_process_is_noticed() throws Exception {
        var process = new ProcessBuilder("sleep", "600").start();
        try {
            assertThat(ProcessEnd.within(process.pid(), 20)).isFalse();
        } finally {
            process.destroyForcibly();
        }
        assertThat(ProcessEnd.within(process.pid(), 60_000)).isTrue();
        process.waitFor();
        assertThat(ProcessEnd.within(process.pid(), 60_000)).as("none of that number any more").isTrue();
    }

    @Test
    void a_time_on_the_wall_is_a_moment_here() {
        var clock = BootClock.open();
        var inAnHour = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1).toString();
        assertThat(clock.now().until(clock.due(inAnHour))).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(clock.now().until(clock.due("9999-12-31T23:59:59+00:00"))).isGreaterThan(Duration.ofDays(30_000));
        for (var none : List.of("", "tomorrow", "2026-01-01T00:00")) assertThat(clock.due(none).until(clock.now())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void signals_stop_continue_and_end_a_process() throws Exception {
        var process = new ProcessBuilder("sleep", "600").start();
        try {
            assertThat(ProcessSignals.send(process.pid(), Signal.STOP)).isEqualTo(new Delivery.Delivered());
            Host.until(() -> ProcessFacts.read(process.pid()).orElseThrow().state() == 'T');
            assertThat(ProcessSignals.send(process.pid(), Signal.CONT)).isEqualTo(new Delivery.Delivered());
            Host.until(() -> ProcessFacts.read(process.pid()).orElseThrow().state() == 'S');
            ProcessSignals.send(process.pid(), Signal.QUIT);
            assertThat(process.waitFor()).isEqualTo(128 + 3);
            assertThat(ProcessSignals.send(process.pid(), Signal.INT)).isEqualTo(new Delivery.NoSuchProcess());
        } finally {
            process.destroyForcibly();
        }
        for (var everybody : List.of(-1L, 0L, 1L))
            assertThatThrownBy(() -> ProcessSignals.send(everybody, Signal.HUP)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        var fields = "7 (a) b (c) S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2";
        assertThat(ProcessFacts.parse(fields)).isEqualTo(new ProcessFacts(7, "a) b (c", 'S', 42, 987654));
    }

    @Test
    void a_lock_is_one_agents_until_its_process_dies() throws Exception {
        var file = directory.resolve("agent.lock");
        var other = java(LockHolder.class, file.toString());
        try (var said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("true");
            assertThat(DirectoryLock.acquire(file)).isEqualTo(new DirectoryLock.Attempt.InUse(file, Long.toString(other.pid())));
        } finally {
            assertThat(other.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(DirectoryLock.acquire(file)).isInstanceOfSatisfying(DirectoryLock.Attempt.Locked.class, locked -> {
            assertThat(DirectoryLock.acquire(file)).isInstanceOf(DirectoryLock.Attempt.InUse.class);
            assertThat(locked.lock()).isNotNull();
        });
        var third = java(LockHolder.class, file.toString());
        try (var said = third.inputReader()) {
            assertThat(said.readLine()).isEqualTo("false");
        } finally {
            third.destroyForcibly();
        }
    }

    @Test
    void the_state_lives_privately_beside_the_data_directory() throws Exception {
        var state = new StateDirectory(directory.resolve("data")).create();
        assertThat(state.path()).isEqualTo(directory.resolve("data.matriarch"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.path()))).isEqualTo("rwx------");
        Files.setPosixFilePermissions(state.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
        state.create();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.path()))).isEqualTo("rwx------");
    }

    @Test
    void a_long_path_gets_a_short_socket_of_its_own_every_time_the_same() throws Exception {
        var far = new StateDirectory(directory.resolve("d".repeat(120)));
        assertThat(far.guardianSocket().toString()).hasSizeLessThanOrEqualTo(StateDirectory.LONGEST_SOCKET_PATH)
                .isEqualTo(new StateDirectory(directory.resolve("d".repeat(120))).guardianSocket().toString())
                .isNotEqualTo(new StateDirectory(directory.resolve("e".repeat(120))).guardianSocket().toString());
        var parent = far.create().guardianSocket().getParent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent))).isEqualTo("rwx------");
        Files.delete(parent);
        Files.createSymbolicLink(parent, directory);
        assertThatThrownBy(far::create).isInstanceOf(IOException.class).hasMessageContaining("is not a directory");
        Files.delete(parent);
    }

    @Test
    void a_pid_file_is_believed_only_for_a_server_of_that_directory() throws Exception {
        assertThat(LeftoverPostmaster.find(directory)).isEqualTo(new LeftoverPostmaster.None());
        var file = directory.resolve("postmaster.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n" + directory + "\n");
        assertThat(LeftoverPostmaster.find(directory)).isEqualTo(new LeftoverPostmaster.Stale(ProcessHandle.current().pid(), "the pid is now java"));
        Files.writeString(file, "4194305\n");
        assertThat(LeftoverPostmaster.find(directory)).isEqualTo(new LeftoverPostmaster.Stale(4194305, "no such process"));
        for (var torn : List.of("", "garbage\n")) {
            Files.writeString(file, torn);
            assertThat(LeftoverPostmaster.find(directory)).isInstanceOf(LeftoverPostmaster.Unreadable.class);
        }
    }
}
