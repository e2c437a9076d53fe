package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.matriarch.agent.host.Watchdog.Driver;
import io.matriarch.agent.host.Watchdog.Mode;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Permit;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The watchdog over a named pipe that records the pings, over devices that fail in each way, and the kernel's numbers.
class WatchdogTest {
    private static final Deadlines DEADLINES = Deadlines.of(Duration.ofSeconds(30));
    private final SetClock clock = new SetClock();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    @TempDir
    Path directory;
    private Path device;
    private WatchdogMark mark;

    @BeforeEach
    void begin() {
        device = directory.resolve("device");
        mark = new WatchdogMark(directory.resolve("mark"));
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
    }

    @AfterEach
    void end() {
        logger().detachAppender(log);
        logger().setLevel(((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).getLevel());
        mark.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Watchdog.class);
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Watchdog watchdog(Mode mode, Driver driver) {
        return new Watchdog(new Watchdog.Setting(mode, device, driver, Duration.ofSeconds(5)), clock, mark);
    }

    private Watchdog watchdog(Mode mode) {
        return watchdog(mode, Driver.TESTING);
    }

    private Permit.Until proof() {
        return DEADLINES.permit(clock.now());
    }

    private boolean fedAnew(Watchdog watchdog) {
        clock.pass(Duration.ofSeconds(3));
        return watchdog.feed(proof());
    }

    @Test
    void it_is_opened_by_the_first_proof_pinged_by_each_and_stopped_once() throws Exception {
        try (var pipe = NamedPipe.make(device)) {
            var watchdog = watchdog(Mode.AUTOMATIC);
            watchdog.start(true);
            assertThat(pipe.written()).isEmpty();
            assertThat(watchdog.feed(proof())).isTrue();
            assertThat(pipe.written()).isEqualTo("Ctimeout=25\n1");
            assertThat(fedAnew(watchdog)).isTrue();
            assertThat(fedAnew(watchdog)).isTrue();
            assertThat(pipe.written()).isEqualTo("11");
            watchdog.disarm();
            watchdog.disarm();
            assertThat(pipe.written()).isEqualTo("V");
            assertThat(watchdog.armed()).isFalse();
            watchdog.feed(proof());
            assertThat(pipe.written()).as("armed anew").isEqualTo("Ctimeout=25\n1");
        }
    }

    /// A permit is handed to the guardian again before a promotion: that proves nothing new.
    @Test
    void the_same_proof_is_not_pinged_twice() throws Exception {
        try (var pipe = NamedPipe.make(device)) {
            var watchdog = watchdog(Mode.REQUIRED);
            var proof = proof();
            watchdog.feed(proof);
            clock.pass(Duration.ofSeconds(2));
            assertThat(watchdog.feed(proof)).isTrue();
            assertThat(pipe.written()).isEqualTo("Ctimeout=25\n1");
        }
    }

    /// The reply to the proof was under way for long: the device must fire before another node may lead all the same.
    @Test
    void a_late_proof_shortens_the_timeout() throws Exception {
        try (var pipe = NamedPipe.make(device)) {
            var watchdog = watchdog(Mode.AUTOMATIC);
            watchdog.feed(proof());
            clock.pass(Duration.ofSeconds(3));
            var late = proof();
            clock.pass(Duration.ofSeconds(9));
            watchdog.feed(late);
            fedAnew(watchdog);
            assertThat(pipe.written()).isEqualTo("Ctimeout=25\n1" + "Ctimeout=19\n1" + "Ctimeout=25\n1");
            clock.pass(Duration.ofSeconds(3));
            var tooLate = proof();
            clock.pass(Duration.ofSeconds(29));
            assertThat(watchdog.feed(tooLate)).isTrue();
            assertThat(pipe.written()).as("no ping carries it beyond the permit").isEmpty();
        }
    }

    @Test
    void off_touches_nothing() throws Exception {
        try (var pipe = NamedPipe.make(device)) {
            var watchdog = watchdog(Mode.OFF);
            watchdog.start(true);
            assertThat(watchdog.feed(proof())).isTrue();
            watchdog.disarm();
            assertThat(pipe.written()).isEmpty();
            assertThat(said()).isEmpty();
        }
    }

    @Test
    void where_there_is_none_automatic_says_so_once_and_required_lets_nobody_lead() {
        var automatic = watchdog(Mode.AUTOMATIC);
        automatic.start(true);
        assertThat(automatic.feed(proof())).isTrue();
        assertThat(fedAnew(automatic)).isTrue();
        assertThat(automatic.obstacle()).isEmpty();
        assertThat(said()).containsExactly("watchdog: there is no " + device + ": none is used, the guardian alone ends the server");
        var required = watchdog(Mode.REQUIRED);
        assertThat(required.obstacle()).isEqualTo("there is no " + device);
        assertThat(required.feed(proof())).isFalse();
    }

    private void refused(String because) {
        var automatic = watchdog(Mode.AUTOMATIC, Driver.DEFAULT);
        assertThat(automatic.feed(proof())).isTrue();
        assertThat(fedAnew(automatic)).isTrue();
        assertThat(automatic.armed()).isFalse();
        var required = watchdog(Mode.REQUIRED, Driver.DEFAULT);
        assertThat(required.feed(proof())).isFalse();
        assertThat(required.armed()).isFalse();
        assertThat(required.obstacle()).contains(because);
        assertThat(said()).filteredOn(line -> line.contains(because)).as("once for each").hasSizeBetween(1, 2);
    }

    @Test
    void permission_is_told() throws Exception {
        Files.createFile(device, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        try (var _ = new Unprivileged()) {
            assertThat(watchdog(Mode.REQUIRED).feed(proof())).isFalse();
            assertThat(said().getLast()).isEqualTo("watchdog: open %s: permission denied: it must be writable for the agent's user (EACCES); this node may not be primary without it".formatted(device));
        }
    }

    /// A program that runs cannot be opened for writing: as near to EBUSY as a file comes.
    @Test
    void a_device_that_is_in_use_is_told() throws Exception {
        Files.copy(Path.of("/bin/sleep"), device);
        var user = new ProcessBuilder(device.toString(), "60").start();
        try {
            refused("in use by another process (ETXTBSY)");
        } finally {
            user.destroyForcibly().waitFor();
        }
    }

    @Test
    void what_is_no_watchdog_is_told_and_let_go() throws Exception {
        Files.createFile(device);
        refused("WDIOC_GETSUPPORT of %s: it is no such device (ENOTTY)".formatted(device));
        assertThat(device).content().as("it might have begun to count").matches("V+");
    }

    @Test
    void a_pipe_without_a_reader_never_holds_anybody_up() throws Exception {
        NamedPipe.make(device).close();
        refused("nobody is at the other end (ENXIO)");
        try (var pipe = NamedPipe.again(device)) {
            pipe.fill();
            var watchdog = watchdog(Mode.REQUIRED);
            assertThat(watchdog.feed(proof())).isFalse();
            assertThat(said().getLast()).contains("EAGAIN");
        }
    }

    @Test
    void a_device_that_vanishes_is_told_counts_on_and_is_taken_up_again() throws Exception {
        var watchdog = watchdog(Mode.AUTOMATIC);
        try (var _ = NamedPipe.make(device)) {
            watchdog.feed(proof());
        }
        assertThat(fedAnew(watchdog)).isTrue();
        assertThat(fedAnew(watchdog)).isTrue();
        assertThat(said()).filteredOn(line -> line.contains("it was not pinged and resets the machine")).as("once for each reason").hasSize(2);
        assertThat(watchdog.armed()).as("it counts all the same").isTrue();
        try (var pipe = NamedPipe.again(device)) {
            assertThat(fedAnew(watchdog)).isTrue();
            assertThat(pipe.written()).isEqualTo("Ctimeout=25\n1");
        }
        assertThat(fedAnew(watchdog)).isTrue();
        try (var pipe = NamedPipe.again(device)) {
            watchdog.disarm();
            assertThat(pipe.written()).as("stopped though it had failed").isEqualTo("V");
        }
    }

    @Test
    void a_required_device_that_fails_takes_the_permit_away_and_is_distrusted_for_a_while() throws Exception {
        var watchdog = watchdog(Mode.REQUIRED);
        var pipe = NamedPipe.make(device);
        assertThat(watchdog.feed(proof())).isTrue();
        assertThat(watchdog.obstacle()).isEmpty();
        pipe.close();
        assertThat(fedAnew(watchdog)).isFalse();
        assertThat(watchdog.obstacle()).contains("EPIPE");
        clock.pass(Watchdog.DISTRUST);
        assertThat(watchdog.obstacle()).as("it is there and writable: another try").isEmpty();
        assertThat(watchdog.feed(proof())).isFalse();
        assertThat(watchdog.obstacle()).contains("ENXIO");
    }

    @Test
    void what_a_killed_agent_left_counting_is_stopped_when_the_server_is_down() throws Exception {
        try (var pipe = NamedPipe.make(device)) {
            watchdog(Mode.AUTOMATIC).feed(proof());
            Host.until(() -> mark.left() == WatchdogMark.Left.COUNTING);
            assertThat(pipe.written()).isEqualTo("Ctimeout=25\n1");
            var over = watchdog(Mode.AUTOMATIC);
            over.start(false);
            assertThat(pipe.written()).as("the server runs: not before it is known to be a standby").isEmpty();
            assertThat(over.armed()).isTrue();
            var next = watchdog(Mode.AUTOMATIC);
            next.start(true);
            assertThat(pipe.written()).isEqualTo("V");
            assertThat(next.armed()).isFalse();
            Host.until(() -> mark.left() == WatchdogMark.Left.NOTHING);
        }
    }

    @Test
    void after_a_reset_nothing_counts_any_more_and_it_is_told() throws Exception {
        try (var pipe = NamedPipe.make(device)) {
            Files.writeString(directory.resolve("mark"), "another boot\n");
            var watchdog = watchdog(Mode.AUTOMATIC);
            watchdog.start(true);
            assertThat(said()).containsExactly("watchdog: %s was counting when this machine went down last; it may have been the reason".formatted(device));
            assertThat(watchdog.armed()).isFalse();
            assertThat(pipe.written()).isEmpty();
            Host.until(() -> mark.left() == WatchdogMark.Left.NOTHING);
        }
    }

    @Test
    void a_file_records_as_well() throws Exception {
        Files.createFile(device);
        var watchdog = watchdog(Mode.AUTOMATIC);
        watchdog.feed(proof());
        watchdog.disarm();
        watchdog.feed(proof());
        assertThat(device).content().isEqualTo("Ctimeout=25\n1VCtimeout=25\n1");
    }

    /// The machine of the tests has no watchdog, so the numbers and the size are asked of the C compiler and its header.
    @Test
    void the_words_are_the_kernels() throws Exception {
        var source = Files.writeString(directory.resolve("words.c"), """
                #include <linux/watchdog.h>
                #include <stdio.h>
                int main(void) {
                    printf("%lx %lx %lx %x %x %zu", (unsigned long)WDIOC_GETSUPPORT, (unsigned long)WDIOC_SETTIMEOUT, (unsigned long)WDIOC_GETTIMEOUT,
                        WDIOF_SETTIMEOUT, WDIOF_MAGICCLOSE, sizeof(struct watchdog_info));
                }
                """);
        var program = directory.resolve("words").toString();
        assertThat(new ProcessBuilder("cc", "-o", program, source.toString()).inheritIO().start().waitFor()).isZero();
        var words = new String(new ProcessBuilder(program).start().getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(words).isEqualTo("%x %x %x %x %x %d".formatted(KernelWatchdog.WDIOC_GETSUPPORT, KernelWatchdog.WDIOC_SETTIMEOUT, KernelWatchdog.WDIOC_GETTIMEOUT,
                KernelWatchdog.WDIOF_SETTIMEOUT, KernelWatchdog.WDIOF_MAGICCLOSE, KernelWatchdog.INFO_SIZE));
    }

    /// That an ioctl's number and pointer arrive: the bytes that wait in a pipe (FIONREAD).
    @Test
    void an_ioctl_arrives_and_answers() throws Exception {
        try (var _ = NamedPipe.make(device); var arena = java.lang.foreign.Arena.ofConfined()) {
            var file = DeviceFile.open(device);
            file.write("12345");
            var count = arena.allocate(ValueLayout.JAVA_INT);
            file.control("FIONREAD", 0x541BL, count);
            file.close();
            assertThat(count.get(ValueLayout.JAVA_INT, 0)).isEqualTo(5);
        }
    }

    /// For root, who may open everything: this thread as nobody, to files only. Anybody else just is who they are.
    private static final class Unprivileged implements AutoCloseable {
        private static final int NOBODY = 65534;

        Unprivileged() {
            if (Host.root()) filesAs(NOBODY);
        }

        private static void filesAs(int user) {
            try {
                var linker = Linker.nativeLinker();
                var call = linker.downcallHandle(linker.defaultLookup().find("setfsuid").orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
                var _ = (int) call.invokeExact(user);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public void close() {
            if (Host.root()) filesAs(0);
        }
    }
}
