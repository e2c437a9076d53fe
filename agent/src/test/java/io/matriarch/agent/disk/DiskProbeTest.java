package io.matriarch.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.agent.disk.Attempt.Result;
import io.matriarch.agent.host.SetClock;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.DiskView.DiskTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real small file: in a directory that may not be written to, on a device that is full, and where the write does not come back.
///
/// Not shown on real hardware: a file system that was remounted read-only after an error, and one whose fsync hangs in the kernel.
class DiskProbeTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private final SetClock clock = new SetClock();
    @TempDir
    private Path data;

    @BeforeEach
    void a_data_directory() throws IOException {
        Files.writeString(data.resolve("PG_VERSION"), "17");
    }

    private SmallFile file() {
        return new SmallFile(data, data.resolve("PG_VERSION"));
    }

    @Test
    void a_sound_disk_takes_the_file() {
        assertThat(file().run()).isEqualTo(new Result.Written());
        assertThat(file().run()).isEqualTo(new Result.Written());
        assertThat(data.resolve(SmallFile.NAME)).hasSize(16 * 1024);
    }

    @Test
    void a_directory_that_is_not_whole_is_left_alone() throws IOException {
        Files.delete(data.resolve("PG_VERSION"));
        assertThat(file().run()).isEqualTo(new Result.Skipped());
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_directory_that_may_not_be_written_to_is_read_only() throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThat(file().run()).isInstanceOfSatisfying(Result.Refused.class, refused -> assertThat(refused.trouble()).isEqualTo(DiskTrouble.READ_ONLY));
        } finally {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(file().run()).isEqualTo(new Result.Written());
    }

    @Test
    void a_device_without_room_is_full() throws IOException {
        Files.createSymbolicLink(data.resolve(SmallFile.NAME), Path.of("/dev/full"));
        assertThat(file().run()).isInstanceOfSatisfying(Result.Refused.class, refused -> assertThat(refused.trouble()).isEqualTo(DiskTrouble.FULL));
    }

    @Test
    void what_is_no_file_is_another_failure() throws IOException {
        Files.createDirectory(data.resolve(SmallFile.NAME));
        assertThat(file().run()).isInstanceOfSatisfying(Result.Refused.class, refused -> assertThat(refused.trouble()).isEqualTo(DiskTrouble.FAILED));
    }

    /// Nobody reads from the other end of this pipe, so opening it waits in the kernel: whoever asks is answered all the same.
    @Test
    void a_write_that_does_not_come_back_is_seen_while_it_hangs() throws Exception {
        var pipe = data.resolve(SmallFile.NAME);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        try (var probe = new DiskProbe("test", file(), clock, Duration.ofMillis(1)).start()) {
            assertThat(probe.state()).isEqualTo(new DiskState.Unknown());
            await().atMost(LONG).until(() -> {
                clock.pass(Duration.ofSeconds(20));
                return probe.state() instanceof DiskState.Unfit(var trouble, var since, var last, _) && trouble == DiskTrouble.HUNG && since.until(last).compareTo(Duration.ofMinutes(1)) > 0;
            });
            release(pipe);
            await().atMost(LONG).until(() -> {
                clock.pass(Duration.ofSeconds(1));
                return probe.state() instanceof DiskState.Fit;
            });
        }
    }

    /// The pipe is replaced by nothing, then its writer is let go: the next attempt makes a file.
    private static void release(Path pipe) throws IOException {
        var aside = pipe.resolveSibling("aside");
        Files.move(pipe, aside);
        try (var reader = FileChannel.open(aside, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            await().atMost(LONG).until(() -> Files.isRegularFile(pipe));
            assertThat(reader.isOpen()).isTrue();
        }
    }

    @Test
    void it_tries_again_and_again() {
        var tries = new AtomicLong();
        try (var probe = new DiskProbe("test", () -> {
            return tries.incrementAndGet() < 3 ? new Result.Refused(DiskTrouble.FULL, "") : new Result.Written();
        }, clock, Duration.ofMillis(1)).start()) {
            await().atMost(LONG).until(() -> {
                clock.pass(Duration.ofSeconds(1));
                return tries.get() > 100 && probe.state() instanceof DiskState.Fit;
            });
        }
    }

    @Test
    void room_is_measured() throws IOException {
        Files.createDirectory(data.resolve("pg_wal"));
        Files.write(data.resolve("pg_wal").resolve("000000010000000000000001"), new byte[1000]);
        var room = Room.UNKNOWN.again(data, Watermarks.DEFAULT);
        assertThat(room.walBytes()).isEqualTo(1000);
        assertThat(room.places()).hasSize(1).allSatisfy(place -> assertThat(place.total()).isPositive());
        assertThat(room.walHigh()).isFalse();
        assertThat(Room.UNKNOWN.again(data, new Watermarks(new io.matriarch.agent.host.DiskShare.Percent(100), new io.matriarch.agent.host.DiskShare.Bytes(999))))
                .satisfies(tight -> assertThat(tight.walHigh()).isTrue()).satisfies(tight -> assertThat(tight.places().getFirst().low()).isTrue());
    }
}
