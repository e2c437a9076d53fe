package io.matriarch.core.sim;

import java.time.Duration;
import java.util.regex.Pattern;

/// A fault and when it strikes, counted from when the cluster was whole for the first time. As text: `at 12.35s freeze agent of leader for 8s`.
record Strike(Duration at, Fault fault) {
    private static final Pattern LINE = Pattern.compile("at (\\S+) (.+)");

    String text() {
        return "at " + FaultText.seconds(at) + " " + FaultText.say(fault);
    }

    static Strike read(String line) {
        var found = LINE.matcher(line);
        if (!found.matches()) throw new IllegalArgumentException("not a strike: " + line);
        return new Strike(FaultText.duration(found.group(1)), FaultText.read(found.group(2)));
    }
}
