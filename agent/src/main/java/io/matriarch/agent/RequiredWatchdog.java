package io.matriarch.agent;

import io.matriarch.agent.host.Watchdog;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.Tags;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `watchdog.mode: required` as the rules see it: while the device does not work this node is one that the operator excludes by its tags, here and in its
/// member key, so that nobody hands it the lock.
///
/// That is for the election only. That such a node never is a primary does not hang on it: [WatchedGuardian] refuses the permit. Any thread.
final class RequiredWatchdog {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredWatchdog.class);
    private final Watchdog watchdog;
    private final AtomicReference<String> obstacle;

    RequiredWatchdog(Watchdog watchdog) {
        this.watchdog = watchdog;
        this.obstacle = new AtomicReference<>(watchdog.obstacle());
    }

    /// The node as it is configured, less its right to lead while that hangs on the device.
    NodeConfig node(NodeConfig configured) {
        return obstacle.get().isEmpty() ? configured : excluded(configured);
    }

    /// Looks at the device; `changed` is called when the node gains or loses its right to lead.
    void look(Runnable changed) {
        var now = watchdog.obstacle();
        var before = obstacle.getAndSet(now);
        if (before.isEmpty() == now.isEmpty()) return;
        if (now.isEmpty()) LOG.info("watchdog: it is there: this node may lead again");
        else LOG.error("watchdog: required, and {}: this node does not lead until that ends", now);
        changed.run();
    }

    private static NodeConfig excluded(NodeConfig node) {
        var tags = node.tags().all().with("nofailover", true);
        var member = node.member().with("tags", node.member().section("tags").with("nofailover", true).fields());
        return new NodeConfig(node.name(), node.scope(), Tags.of(tags), node.mayBootstrap(), node.bootstrap(), member, node.usePgRewind(), node.peerPatience());
    }
}
