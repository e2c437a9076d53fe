package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Member;
import io.matriarch.dcs.EtcdDcs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Who the members are, by etcd alone: one read.
final class EtcdLookup {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private EtcdLookup() {}

    static List<Member> members(AgentConfig config) {
        try (var loop = new LoopThread("loop"); var dcs = new EtcdDcs(AdapterConfigs.etcd(config), loop)) {
            var view = new CompletableFuture<DcsView>();
            dcs.read(PATIENCE, view::complete);
            return view.join() instanceof DcsView.Reachable(var cluster, _, _) ? cluster.members() : List.of();
        }
    }
}
