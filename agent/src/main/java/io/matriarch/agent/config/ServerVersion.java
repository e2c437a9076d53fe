package io.matriarch.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The major version of PostgreSQL's programs, or of a data directory.
public sealed interface ServerVersion {
    record Major(int number) implements ServerVersion {}

    record Unknown(String why) implements ServerVersion {}

    Pattern VERSION = Pattern.compile("postgres \\(PostgreSQL\\) (\\d{1,3})[.a-z].*", Pattern.DOTALL);

    /// Runs `postgres --version`, which takes milliseconds; at most 5 seconds.
    static ServerVersion ofProgram(Path postgres) {
        try {
            var process = new ProcessBuilder(postgres.toString(), "--version").redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Unknown("no answer within 5 seconds");
            }
            return ofText(new String(process.getInputStream().readNBytes(4096), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Unknown(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("interrupted");
        }
    }

    /// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, `... 18beta1` too.
    static ServerVersion ofText(String text) {
        var match = VERSION.matcher(text);
        return match.matches() ? new Major(Integer.parseInt(match.group(1))) : new Unknown(text.strip());
    }

    /// Reads `PG_VERSION`.
    static ServerVersion ofDirectory(Path data) {
        try {
            var text = Files.readString(data.resolve("PG_VERSION")).strip();
            return text.matches("\\d{1,3}") ? new Major(Integer.parseInt(text)) : new Unknown(Wording.plain(text));
        } catch (IOException e) {
            return new Unknown(String.valueOf(e.getMessage()));
        }
    }
}
