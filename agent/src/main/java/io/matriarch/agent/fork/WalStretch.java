package io.matriarch.agent.fork;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;

/// WAL of one timeline, from the byte at `from` to before the byte at `to`.
public record WalStretch(Timeline timeline, WalPosition from, WalPosition to) {
    public long bytes() {
        return to.ahead(from);
    }

    @Override
    public String toString() {
        return "timeline " + timeline + " " + from + " to " + to;
    }
}
