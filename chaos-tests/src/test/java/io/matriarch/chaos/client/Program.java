package io.matriarch.chaos.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A client's command, run to its end: what it printed and how it ended. One that does not end is killed, and the test fails.
final class Program {
    private static final long MINUTES = 4;

    /// Standard output and error, as a person at a terminal sees them.
    record Said(int code, String text) {
        boolean ok() {
            return code == 0;
        }
    }

    private Program() {}

    /// `input` is what a person would type.
    static Said run(String input, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"));
        builder.environment().putAll(environment);
        try {
            return ended(builder.start(), input);
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(command + ": " + broken, broken);
        }
    }

    private static Said ended(Process process, String input) throws IOException, InterruptedException {
        var text = CompletableFuture.supplyAsync(() -> read(process));
        try (var typed = process.getOutputStream()) {
            typed.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException asksNothing) {
            // it ended without reading
        }
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) process.destroyForcibly();
        return new Said(process.waitFor(), text.join());
    }

    private static String read(Process process) {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return "";
        }
    }
}
