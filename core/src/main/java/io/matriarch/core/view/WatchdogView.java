package io.matriarch.core.view;

/// The machine's watchdog as far as decisions need it: `obstacle` is why this node may not lead for its sake, empty when nothing is in the way.
/// Only a required one ever is: it is missing, not to be written to, or failed when it was to be armed a moment ago.
public record WatchdogView(String obstacle) {
    public static final WatchdogView FIT = new WatchdogView("");

    public boolean unfit() {
        return !obstacle.isEmpty();
    }
}
