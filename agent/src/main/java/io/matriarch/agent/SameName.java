package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.why.ClientTls;
import io.matriarch.agent.why.Herd;
import io.matriarch.agent.why.Web;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Member;
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
            case DcsView.Reachable(var cluster, _, _) -> cluster.hasMember(config.node().name()) && answers(config, cluster.member(config.node().name()))
                    ? "name: there is already a member '%s' running at %s; give this one another name, or stop that one".formatted(
                            config.node().name(), cluster.member(config.node().name()).apiUrl()) : "";
        };
    }

    /// Whoever it is need not be trusted: an answer of anybody says that the address is taken.
    private static boolean answers(AgentConfig config, Member member) {
        var files = config.ctl().tls();
        var web = new Web(new ClientTls("", files.certificate(), files.key(), files.keyPassword().reveal(), true), PATIENCE);
        return web.get(Herd.root(member.apiUrl()), "/liveness") instanceof Web.Answer.Said;
    }
}
