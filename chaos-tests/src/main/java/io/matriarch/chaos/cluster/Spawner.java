package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts processes of the ordinary user: each in a session of its own (Ctrl-C at the terminal reaches only us), in
/// its place's network namespace, with a clean environment and its output in a log file.
///
/// `setsid`, `ip netns exec` and `setpriv` replace themselves by the program, so the process id is the program's.
record Spawner(Account account, Path postgresBin) {

    Pid start(List<String> argv, List<String> inNamespace, Path directory, Path log, Map<String, String> extra) {
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(inNamespace);
        command.addAll(account.prefix());
        command.addAll(argv);
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        var java = Map.of("JAVA_HOME", System.getProperty("java.home"));
        environment.clear();
        environment.putAll(java);
        environment.putAll(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:" + postgresBin,
                "HOME", account.home(), "USER", account.name(), "LANG", "C.UTF-8"));
        environment.putAll(extra);
        return begin(builder);
    }

    private static Pid begin(ProcessBuilder builder) {
        try {
            long number = builder.start().pid();
            return Pid.stat(number).map(Pid.Stat::pid).orElse(new Pid(number, -1));
        } catch (IOException failed) {
            throw new IllegalStateException("cannot start " + builder.command() + ": " + failed.getMessage(), failed);
        }
    }
}
