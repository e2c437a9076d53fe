package io.matriarch.agent.host;

import io.matriarch.core.port.Marks;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.nio.file.Path;

/// The `Marks` port on `<data_dir>.matriarch/high-water`: `TIMELINE END TERM` in decimal. A file that is damaged says nothing: then this member alone does not know
/// the mark.
public final class HighWaterFile implements Marks, AutoCloseable {
    private final NewestLine line;

    public HighWaterFile(StateDirectory directory) {
        this(directory.highWater());
    }

    HighWaterFile(Path file) {
        this.line = new NewestLine(file, "matriarch high-water 1");
    }

    @Override
    public HighWater read() {
        var words = line.read().split(" ", -1);
        try {
            return words.length == 3 ? new HighWater(new Timeline(Integer.parseInt(words[0])), new WalPosition(Long.parseLong(words[1])), new Term(Long.parseLong(words[2]))) : HighWater.UNKNOWN;
        } catch (IllegalArgumentException _) {
            return HighWater.UNKNOWN;
        }
    }

    @Override
    public void keep(HighWater mark) {
        line.keep(mark.timeline().id() + " " + mark.end().bytes() + " " + mark.term());
    }

    @Override
    public void close() {
        line.close();
    }
}
