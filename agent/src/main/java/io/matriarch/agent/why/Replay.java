package io.matriarch.agent.why;

import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Decider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// Decides recorded Worlds again, with the rules of this program.
public final class Replay {
    private final PrintStream out;
    private int worlds;
    private int differ;
    private int unreadable;

    public Replay(PrintStream out) {
        this.out = out;
    }

    /// A file of JSON lines, or a journal's directory.
    public void read(Path path) throws IOException {
        JournalFiles.read(path, this::line);
    }

    private void line(String line) {
        switch (TickRecord.parse(line)) {
            case TickRecord.Reading.Unreadable(var reason) -> {
                unreadable++;
                out.println("not readable: " + reason);
            }
            case TickRecord.Reading.Read(var tick) -> decide(tick);
        }
    }

    /// Compared as they are written down: what was a secret is gone on both sides, and the order of keys says nothing.
    private void decide(TickRecord then) {
        worlds++;
        var now = TickRecord.of(then.tick(), then.world(), Decider.decide(then.world()), then.performed());
        if (now.rule().equals(then.rule()) && Herd.document(now.decided()).equals(Herd.document(then.decided()))) return;
        differ++;
        out.printf("%s  %s  tick %d%n  then  %s %s%n  now   %s %s%n", then.at(), then.member(), then.tick(), then.rule(), then.decided(), now.rule(), now.decided());
    }

    /// The last line, and whether everything was decided the same again.
    public boolean same() {
        out.printf("%d worlds decided again: %d differ%s%n", worlds, differ, unreadable == 0 ? "" : "; %d lines are not readable (torn, or of another version)".formatted(unreadable));
        return differ == 0 && unreadable == 0 && worlds > 0;
    }
}
