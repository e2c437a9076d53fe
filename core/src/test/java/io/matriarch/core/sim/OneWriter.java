package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.List;

/// At no instant can two servers tell a client that its commit is done (safety.md I1). Says for how long they could.
final class OneWriter {
    static final String NAME = "one writable primary";
    private static final Duration LONG_ENOUGH = Duration.ofMillis(500);
    private List<MemberName> both = List.of();
    private Moment since = new Moment(0);

    void look(Moment now, List<MemberName> writable) {
        if (both.isEmpty() && writable.size() > 1) {
            both = List.copyOf(writable);
            since = now;
        }
        if (both.isEmpty()) return;
        var span = since.until(now);
        if (writable.size() < 2) throw new Breach(NAME, both + " were writable at once for " + span.toMillis() + " ms");
        if (span.compareTo(LONG_ENOUGH) >= 0) throw new Breach(NAME, both + " were writable at once for " + span.toMillis() + " ms and more");
    }
}
