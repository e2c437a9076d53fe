package io.matriarch.agent.why;

import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Decider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// Decides recorded Worlds again, with the rules of this program. A World with a part missing (of a line that another version wrote) is not
/// decided again: what is not known would be decided as if it were nothing. A fence was no decision.
public final class Replay {
    private final PrintStream out;
    private int worlds;
    private int differ;
    private int unreadable;
    private int incomplete;
    private int fences;

    public Replay(PrintStream out) {
        this.out = out;
    }

    /// A file of JSON lines, or a journal's directory.
    public void read(Path path) throws IOException {
        JournalFiles.read(path, this::line);
    }

    private void line(String line) {
        switch (Entry.parse(line)) {
            case Entry.Reading.Unreadable(var reason) -> {
                unreadable++;
                out.println("not readable: " + reason);
            }
            case Entry.Reading.Read(FenceRecord _) -> fences++;
            case Entry.Reading.Read(TickRecord tick) -> {
                if (!tick.gaps().ignored().isEmpty()) out.printf("%s: not known here, and ignored: %s%n", name(tick), String.join(", ", tick.gaps().ignored()));
                if (tick.gaps().missing().isEmpty()) decide(tick);
                else left(tick);
            }
        }
    }

    private void left(TickRecord tick) {
        incomplete++;
        out.printf("%s: cannot be decided again: the line (format %d) has no %s%n", name(tick), tick.format(), String.join(", no ", tick.gaps().missing()));
    }

    private static String name(TickRecord tick) {
        return "%s  %s  tick %d  %s".formatted(tick.at(), tick.member(), tick.tick(), tick.rule());
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
        out.printf("%d worlds decided again: %d differ%s%s%s%n", worlds, differ, said(incomplete, "; %d cannot be: a part is missing, another version wrote them"),
                said(unreadable, "; %d lines are not readable (torn, or of another version)"), said(fences, "; %d fences were no decisions"));
        return differ == 0 && unreadable == 0 && incomplete == 0 && worlds > 0;
    }

    private static String said(int count, String words) {
        return count == 0 ? "" : words.formatted(count);
    }
}
