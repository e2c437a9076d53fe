package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Member;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Whether another agent of this name runs in the cluster: two would take each other's keys for their own.
final class SameName {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private SameName() {}

    /// Why this agent must not start; empty when the name is free, or when nobody can say.
    static String inUse(AgentConfig config, Dcs dcs) {
        var view = new CompletableFuture<DcsView>();
        dcs.read(PATIENCE, view::complete);
        return switch (view.join()) {
            case DcsView.Unreachable _ -> "";
            case DcsView.Reachable(var cluster, _) -> cluster.hasMember(config.node().name()) && answers(cluster.member(config.node().name()))
                    ? "name: there is already a member '%s' running at %s; give this one another name, or stop that one".formatted(
                            config.node().name(), cluster.member(config.node().name()).apiUrl()) : "";
        };
    }

    private static boolean answers(Member member) {
        try {
            var url = new URI(member.apiUrl()).resolve("/liveness").toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return connection.getResponseCode() > 0;
        } catch (IOException | URISyntaxException | IllegalArgumentException | ClassCastException nobody) {
            return false;
        }
    }
}
