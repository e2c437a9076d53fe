package io.matriarch.agent.host;

import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.agent.host.GuardianLaunch.Target;
import io.matriarch.agent.host.GuardianProcess.Opening;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.view.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A directory of a test's own, the real guardian, and a way to see which processes of the guarded server are alive.
/// Processes are known by a marker in their environment or by working in the directory; all are ended at the end, by pid.
///
/// PostgreSQL refuses root, so under root every guardian and server runs as nobody.
final class Host implements AutoCloseable {
    static final BootClock CLOCK = BootClock.open();
    private static final String NOBODY = "65534";
    final Path directory;
    final Path socket;
    final Path output;
    private final Path program;
    private final String marker = UUID.randomUUID().toString();
    private final List<Long> guardians = new ArrayList<>();

    Host() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("mtr", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        socket = directory.resolve("guardian.sock");
        output = Files.createFile(directory.resolve("output.log"));
        var built = Path.of("target/matriarch-guardian").toAbsolutePath();
        program = root() ? Files.createFile(directory.resolve("guardian"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))) : built;
        if (!root()) return;
        Files.writeString(program, "#!/bin/sh\nexec " + String.join(" ", ordinary(List.of(built.toString()))) + " \"$@\"\n");
        new ProcessBuilder("chown", "-R", NOBODY, directory.toString()).inheritIO().start().waitFor();
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// The command as an ordinary user runs it.
    static List<String> ordinary(List<String> command) {
        return root() ? Stream.concat(Stream.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), command.stream()).toList() : command;
    }

    static Moment in(long milliseconds) {
        return CLOCK.now().plus(Duration.ofMillis(milliseconds));
    }

    Map<String, String> environment() {
        return Map.of("MATRIARCH_TEST", marker, "PATH", "/usr/bin:/bin", "LC_ALL", "C");
    }

    Opening open(Target target, Arming arming, Heard heard) {
        return GuardianProcess.launch(new GuardianLaunch(program, socket, target, arming, output, new GuardianLaunch.Account(directory.resolve("fence"), "{\"is\":\"FenceRecord\",\"format\":2,\"member\":\"a\",")), heard);
    }

    GuardianProcess guard(Heard heard, Arming arming, Target target) {
        return opened(open(target, arming, heard));
    }

    GuardianProcess guard(Heard heard, String... command) {
        return guard(heard, new Arming.Unarmed(), new Target.Start(List.of(command), environment()));
    }

    GuardianProcess attach(Heard heard) {
        return opened(GuardianProcess.attach(socket, heard));
    }

    private GuardianProcess opened(Opening opening) {
        return switch (opening) {
            case Opening.Opened(var guardian, var pid) -> {
                guardians.add(pid);
                yield guardian;
            }
            case Opening.Failed(var reason) -> throw new AssertionError(reason);
        };
    }

    /// What guardians said after their fences.
    List<Path> accounts() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("fence\\.\\d+")).toList();
        }
    }

    /// The newest guardian's pid.
    long guardian() {
        return guardians.getLast();
    }

    /// The living processes of the server.
    List<ProcessFacts> server() {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(this::ours)
                .map(ProcessFacts::read).flatMap(Optional::stream).filter(ProcessFacts::alive).toList();
    }

    private boolean ours(long pid) {
        var proc = Path.of("/proc", Long.toString(pid));
        if (guardians.contains(pid)) return false;
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).startsWith(directory)
                    || new String(Files.readAllBytes(proc.resolve("environ")), StandardCharsets.ISO_8859_1).contains(marker);
        } catch (IOException somebodyElses) {
            return false;
        }
    }

    void awaitProcesses(int count) {
        until(() -> server().size() >= count);
    }

    void awaitNone() {
        until(() -> server().isEmpty());
    }

    static void until(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20)).until(condition);
    }

    @Override
    public void close() throws IOException {
        guardians.stream().filter(pid -> ProcessFacts.read(pid).filter(facts -> facts.name().equals("matriarch-guard")).isPresent())
                .forEach(pid -> ProcessSignals.send(pid, Signal.KILL));
        for (var left = server(); !left.isEmpty(); left = server()) left.forEach(process -> ProcessSignals.send(process.pid(), Signal.KILL));
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
