package io.matriarch.agent.hook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a script says, line by line into the log. A flood is read, so that the script does not block, and not logged to its end. A child that
/// it leaves behind keeps the pipe open: nobody waits for that one.
final class ScriptOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptOutput.class);
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 1000;
    private static final Duration REST = Duration.ofMillis(500);
    private final String name;
    private final InputStream from;
    private final Thread reader;
    private volatile String last = "";

    ScriptOutput(String name, InputStream from) {
        this.name = name;
        this.from = from;
        this.reader = Thread.ofPlatform().daemon().name("script-output").unstarted(this::read);
    }

    ScriptOutput begin() {
        reader.start();
        return this;
    }

    /// The last line that it said, once it has ended.
    String last() throws InterruptedException {
        reader.join(REST);
        return last;
    }

    private void read() {
        var lines = 0;
        try (var text = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (var line = line(text); !line.isEmpty(); line = line(text)) {
                if (line.isBlank()) continue;
                last = line.strip();
                if (++lines <= MOST_LINES) LOG.info("{} says: {}", name, last);
                if (lines == MOST_LINES) LOG.warn("{}: it says more than {} lines; the rest is not logged", name, MOST_LINES);
            }
        } catch (IOException ended) {
            // the pipe went with the process
        }
    }

    /// With its line end, cut where it is too long; empty at the end.
    private static String line(BufferedReader text) throws IOException {
        var line = new StringBuilder();
        for (var c = text.read(); c >= 0; c = text.read()) {
            if (line.length() < LONGEST_LINE || c == '\n') line.append((char) c);
            if (c == '\n') break;
        }
        return line.toString();
    }
}
