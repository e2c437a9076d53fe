package io.matriarch.agent;

import io.matriarch.agent.host.Watchdog;
import io.matriarch.core.view.WatchdogView;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `watchdog.mode: required` as the rules see it (`free.watchdog-unfit`, `mine.watchdog-unfit`), and what is said of it when that changes.
///
/// That is for the election only. That a node without it never is a primary does not hang on it: [WatchedGuardian] refuses the permit. Any thread.
final class RequiredWatchdog implements io.matriarch.core.port.Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredWatchdog.class);
    private final Watchdog watchdog;
    private final AtomicReference<String> obstacle;

    RequiredWatchdog(Watchdog watchdog) {
        this.watchdog = watchdog;
        this.obstacle = new AtomicReference<>(watchdog.obstacle());
    }

    @Override
    public WatchdogView look() {
        var now = watchdog.obstacle();
        var before = obstacle.getAndSet(now);
        if (!before.isEmpty() && now.isEmpty()) LOG.info("watchdog: it is there: this node may lead again");
        if (before.isEmpty() && !now.isEmpty()) LOG.error("watchdog: required, and {}: this node does not lead until that ends", now);
        return new WatchdogView(now);
    }
}
