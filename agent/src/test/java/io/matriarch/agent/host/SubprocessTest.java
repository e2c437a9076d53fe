package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real programs that do not want to end.
class SubprocessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    @TempDir Path here;
    private final List<ProcessHandle> begun = new ArrayList<>();

    @AfterEach
    void end() {
        begun.forEach(Subprocess::kill);
    }

    /// When it is told to end, it begins a child and goes on; neither it nor any child heeds anything but SIGKILL.
    private ProcessHandle stubborn() throws IOException {
        var deaf = "trap '' TERM; echo $$ >> %s/said; while :; do sleep 1; done".formatted(here);
        Files.writeString(here.resolve("deaf"), deaf);
        var command = "sh %1$s/deaf & trap 'sh %1$s/deaf &' TERM; echo $$ >> %1$s/said; while :; do sleep 1; done".formatted(here);
        begun.add(Subprocess.start(List.of("/bin/sh", "-c", command), Map.of("PATH", "/usr/bin:/bin"), here).toHandle());
        await().atMost(PATIENCE).until(() -> said().size() == 2);
        return begun.getFirst();
    }

    /// The processes so far.
    private List<ProcessHandle> said() throws IOException {
        if (!Files.exists(here.resolve("said"))) return List.of();
        var all = Files.readAllLines(here.resolve("said")).stream().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream()).toList();
        begun.addAll(all);
        return all;
    }

    private static boolean alive(ProcessHandle process) {
        return ProcessFacts.read(process.pid()).filter(ProcessFacts::alive).isPresent();
    }

    @Test
    void whoever_is_stubborn_is_killed_with_its_children_and_with_those_that_it_began_when_it_was_told() throws Exception {
        var root = stubborn();
        assertThat(Subprocess.end(List.of(root))).isEmpty();
        assertThat(Files.readAllLines(here.resolve("said"))).hasSize(3);
        assertThat(said()).noneMatch(SubprocessTest::alive);
    }

    @Test
    void soon_they_are_killed_too() throws Exception {
        Subprocess.endSoon(stubborn());
        await().atMost(PATIENCE).until(() -> Files.readAllLines(here.resolve("said")).size() == 3);
        await().atMost(PATIENCE).until(() -> said().stream().noneMatch(SubprocessTest::alive));
    }

    /// In the place of one that waits for a disk, which no signal ends.
    @Test
    void who_outlives_even_that_is_named() throws Exception {
        var heedless = new Heedless(stubborn());
        assertThat(Subprocess.end(List.of(heedless), AT_ONCE, AT_ONCE)).containsExactly(heedless);
    }

    /// A real process that no signal reaches.
    private record Heedless(ProcessHandle real) implements ProcessHandle {
        @Override
        public boolean destroy() {
            return false;
        }

        @Override
        public boolean destroyForcibly() {
            return false;
        }

        @Override
        public long pid() {
            return real.pid();
        }

        @Override
        public java.util.Optional<ProcessHandle> parent() {
            return real.parent();
        }

        @Override
        public Stream<ProcessHandle> children() {
            return Stream.empty();
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.empty();
        }

        @Override
        public Info info() {
            return real.info();
        }

        @Override
        public CompletableFuture<ProcessHandle> onExit() {
            return real.onExit();
        }

        @Override
        public boolean supportsNormalTermination() {
            return true;
        }

        @Override
        public boolean isAlive() {
            return real.isAlive();
        }

        @Override
        public int compareTo(ProcessHandle other) {
            return real.compareTo(other);
        }
    }
}
