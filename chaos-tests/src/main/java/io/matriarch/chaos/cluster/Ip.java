package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The `ip` command of iproute2.
final class Ip {

    /// Begins the name of every namespace of ours; an interface name has at most 15 letters.
    static final String PREFIX = "mch";

    private static final int LANES = 250;

    private record Answer(int status, String text) {}

    private Ip() {}

    /// A number whose namespaces and subnets nobody uses.
    static int freeLane() {
        var namespaces = call(List.of("netns", "list")).text();
        var addresses = call(List.of("-o", "addr")).text();
        for (int lane = 1; lane < LANES; lane++) {
            if (!namespaces.contains(PREFIX + lane + "-") && !addresses.contains("10.77." + lane + ".")) {
                return lane;
            }
        }
        throw new IllegalStateException("all lanes 10.77.1.0/24 .. 10.77." + LANES + ".0/24 are in use");
    }

    static void run(String... words) {
        var answer = call(List.of(words));
        if (answer.status() != 0) {
            throw new IllegalStateException("ip " + String.join(" ", words) + ": " + answer.text());
        }
    }

    static void tryRun(String... words) {
        var _ = call(List.of(words));
    }

    private static Answer call(List<String> words) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(words);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Answer(process.waitFor(), text);
        } catch (IOException missing) {
            throw new IllegalStateException("network namespaces need iproute2: " + missing.getMessage(), missing);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
