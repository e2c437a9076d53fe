package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.PromiseFile.Written;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise on a real disk. That a synced file outlives a power failure is the kernel's word; no test here cuts the power.
class PromiseFileTest {
    private static final Promised.To FIVE = promise(5, "node1");
    @TempDir
    Path directory;
    private StateDirectory state;
    private Path path;
    private PromiseFile file;

    @BeforeEach
    void create() throws IOException {
        state = new StateDirectory(directory.resolve("data")).create();
        path = state.promise();
        file = new PromiseFile(state);
    }

    private static Promised.To promise(long term, String candidate) {
        return new Promised.To(new Term(term), new MemberName(candidate));
    }

    @Test
    void where_nothing_was_promised_there_is_no_file() {
        assertThat(file.read()).isEqualTo(Promised.NOTHING);
        assertThat(path).doesNotExist();
    }

    @Test
    void a_promise_is_read_back_by_the_next_agent() throws IOException {
        var strange = promise(Long.MAX_VALUE, "zwei Wörter\nund\u0000 mehr ");
        for (var promise : new Promised.To[] {FIVE, FIVE, promise(6, "other"), strange, strange}) {
            assertThat(file.write(promise)).isEqualTo(Written.DURABLE);
            assertThat(new PromiseFile(state).read()).isEqualTo(promise);
        }
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var names = Files.list(state.path())) {
            assertThat(names.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("promise", "journal");
        }
    }

    @Test
    void no_promise_takes_the_place_of_a_higher_one_or_of_one_to_another() {
        file.write(FIVE);
        assertThat(file.write(promise(4, "node1"))).isEqualTo(new Written.Refused(FIVE));
        assertThat(file.write(promise(5, "node2"))).isEqualTo(new Written.Refused(FIVE));
        assertThat(file.read()).isEqualTo(FIVE);
    }

    @Test
    void a_file_cut_off_at_any_byte_is_no_promise_and_not_none() throws IOException {
        file.write(FIVE);
        var whole = Files.readAllBytes(path);
        for (var length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThat(file.read()).as("%d of %d bytes", length, whole.length).isInstanceOf(Promised.Unreadable.class);
        }
        for (var more : new byte[] {0, '\n', ' ', '0'}) {
            var longer = Arrays.copyOf(whole, whole.length + 1);
            longer[whole.length] = more;
            Files.write(path, longer);
            assertThat(file.read()).as("a byte %d more", more).isInstanceOf(Promised.Unreadable.class);
        }
        Files.write(path, whole);
        assertThat(file.read()).isEqualTo(FIVE);
    }

    @Test
    void a_file_with_any_byte_changed_is_no_promise_and_not_none() throws IOException {
        file.write(FIVE);
        var whole = Files.readAllBytes(path);
        for (var at = 0; at < whole.length; at++) {
            for (var other : new byte[] {0, '\n', ' ', '9', (byte) 0xFF, (byte) (whole[at] ^ 1), (byte) (whole[at] ^ 0x20)}) {
                var garbled = whole.clone();
                garbled[at] = other;
                if (Arrays.equals(garbled, whole)) continue;
                Files.write(path, garbled);
                assertThat(file.read()).as("byte %d is %d", at, other).isInstanceOf(Promised.Unreadable.class);
            }
        }
    }

    @Test
    void a_file_of_another_version_is_no_promise_and_not_none() throws IOException {
        file.write(FIVE);
        Files.writeString(path, Files.readString(path).replace("promise 1", "promise 2"));
        assertThat(file.read()).isInstanceOf(Promised.Unreadable.class);
        Files.write(path, new byte[1 << 20]);
        assertThat(file.read()).isInstanceOf(Promised.Unreadable.class);
    }

    @Test
    void what_is_no_file_is_no_promise_and_not_none() throws IOException {
        Files.createDirectory(path);
        assertThat(file.read()).isInstanceOf(Promised.Unreadable.class);
        Files.delete(path);
        Files.createSymbolicLink(path, state.path().resolve("elsewhere"));
        assertThat(file.read()).isInstanceOf(Promised.Unreadable.class);
    }

    @Test
    void without_its_directory_nothing_is_known() throws IOException {
        Files.delete(state.journal());
        Files.delete(state.path());
        assertThat(file.read()).isInstanceOf(Promised.Unreadable.class);
        assertThat(file.write(FIVE)).isInstanceOf(Written.Failed.class);
    }

    @Test
    void a_promise_that_cannot_be_written_leaves_the_one_before() throws IOException {
        file.write(FIVE);
        Files.createDirectories(path.resolveSibling("promise.new").resolve("in the way"));
        assertThat(file.write(promise(6, "node2"))).isInstanceOf(Written.Failed.class);
        assertThat(file.read()).isEqualTo(FIVE);
    }

    @Test
    void a_promise_that_could_not_be_read_back_is_not_written() {
        file.write(FIVE);
        assertThat(file.write(promise(6, "x".repeat(5000)))).isInstanceOf(Written.Failed.class);
        assertThat(file.read()).isEqualTo(FIVE);
    }

    /// Root writes where permissions say no, but not even root makes a file in sysfs.
    @Test
    void in_a_read_only_directory_nothing_is_promised() throws IOException {
        assertThat(new PromiseFile(Path.of("/sys/kernel/promise")).write(FIVE)).isInstanceOf(Written.Failed.class);
        file.write(FIVE);
        Files.setPosixFilePermissions(state.path(), PosixFilePermissions.fromString("r-x------"));
        var may = Files.isWritable(state.path());
        assertThat(file.write(promise(6, "node2"))).isInstanceOf(may ? Written.Durable.class : Written.Failed.class);
        assertThat(file.read()).isEqualTo(may ? promise(6, "node2") : FIVE);
        Files.setPosixFilePermissions(state.path(), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void what_an_agent_left_that_died_while_writing_is_not_read() throws IOException {
        file.write(FIVE);
        Files.writeString(path.resolveSibling("promise.new"), "matriarch promise 1\n6 ");
        assertThat(file.read()).isEqualTo(FIVE);
        assertThat(file.write(promise(6, "node2"))).isEqualTo(Written.DURABLE);
        assertThat(file.read()).isEqualTo(promise(6, "node2"));
    }

    /// Whether it may be replaced, the voter's rules said before: only while no leader counts on it.
    @Test
    void a_damaged_file_is_replaced_when_asked_to() throws IOException {
        Files.writeString(path, "?");
        assertThat(file.write(FIVE)).isEqualTo(Written.DURABLE);
        assertThat(file.read()).isEqualTo(FIVE);
    }
}
