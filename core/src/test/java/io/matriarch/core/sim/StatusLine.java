package io.matriarch.core.sim;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One line that is written anew where there is a terminal; a line now and then where there is none. Any thread.
final class StatusLine {
    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final String CLEAR = "\r\033[K";
    private final boolean terminal;
    private final Consumer<String> out;

    /// On standard output.
    StatusLine(boolean terminal) {
        this(terminal, text -> {
            System.out.print(text);
            System.out.flush();
        });
    }

    StatusLine(boolean terminal, Consumer<String> out) {
        this.terminal = terminal;
        this.out = out;
    }

    /// Shows the status and lets it stand for a while; without a terminal for `between`, and then says it.
    void show(Supplier<String> status, Duration between) {
        try {
            if (terminal) say(CLEAR + status.get(), "");
            Thread.sleep(terminal ? REFRESH : between);
            if (!terminal) say(status.get(), System.lineSeparator());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// A line that stays.
    void print(String line) {
        say((terminal ? CLEAR : "") + line, System.lineSeparator());
    }

    private synchronized void say(String text, String end) {
        out.accept(text + end);
    }
}
