package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.why.ClientTls;
import io.matriarch.agent.why.Herd;
import io.matriarch.agent.why.Web;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Member;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Whether another agent of this name runs in the cluster: two would take each other's keys for their own.
///
/// `process` is what this process puts into [#HEADER] of whatever it answers, so that it knows itself where it asks the address of its own name.
record SameName(AgentConfig config, String process) {
    static final String HEADER = "Matriarch-Process";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Who has the name.
    sealed interface Verdict {
        record Free() implements Verdict {}

        record Taken(String reason) implements Verdict {}

        /// etcd did not say which members there are.
        record Unknown() implements Verdict {}

        Free FREE = new Free();
        Unknown UNKNOWN = new Unknown();
    }

    /// Asks etcd once, and waits for it.
    Verdict inUse(Dcs dcs) {
        var view = new CompletableFuture<DcsView>();
        dcs.read(PATIENCE, view::complete);
        return switch (view.join()) {
            case DcsView.Unreachable _ -> Verdict.UNKNOWN;
            case DcsView.Reachable(var cluster, _, _) -> inUse(cluster);
        };
    }

    /// Asks whoever the member key of this name points to, and waits for that.
    Verdict inUse(ClusterView cluster) {
        var name = config.node().name();
        if (!cluster.hasMember(name) || !answers(cluster.member(name))) return Verdict.FREE;
        return new Verdict.Taken("name: there is already a member '%s' running at %s; give this one another name, or stop that one".formatted(name, cluster.member(name).apiUrl()));
    }

    /// Whoever it is need not be trusted: an answer of anybody else says that the address is taken.
    private boolean answers(Member member) {
        var files = config.ctl().tls();
        var web = new Web(new ClientTls("", files.certificate(), files.key(), files.keyPassword().reveal(), true), PATIENCE);
        return web.header(Herd.root(member.apiUrl()), "/liveness", HEADER) instanceof Web.Answer.Said(_, var answering) && !answering.equals(process);
    }
}
