package io.matriarch.core.port;

import io.matriarch.core.view.WatchdogView;

/// The machine's watchdog, to be looked at only. What arms and pings it is what arms the [Guardian].
public interface Watchdog {
    /// As it is now; opens nothing and waits for nobody.
    WatchdogView look();
}
