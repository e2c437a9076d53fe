package io.matriarch.agent;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.Dynamic;
import io.matriarch.agent.postgres.DynamicCopy;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Member;
import io.matriarch.dcs.EtcdDcs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What `bin/matriarch` asks etcd: one read.
final class EtcdLookup {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private EtcdLookup() {}

    /// Who the members are; nobody when etcd does not answer.
    static List<Member> members(AgentConfig config) {
        return read(config) instanceof DcsView.Reachable(var cluster, _, _) ? cluster.members() : List.of();
    }

    /// The dynamic configuration in force, or what this node last had of it.
    static Dynamic dynamic(AgentConfig config) {
        return switch (read(config)) {
            case DcsView.Reachable(var cluster, _, _) when !cluster.config().fields().isEmpty() -> new Dynamic.InEtcd(cluster.config());
            case DcsView.Reachable(var cluster, _, _) -> copied(config, cluster.configRevision() == 0 ? "etcd has no config key of this cluster" : "the config key in etcd is no JSON object, or an empty one");
            case DcsView.Unreachable(var reason) -> copied(config, "etcd does not answer (" + reason + ")");
        };
    }

    private static Dynamic copied(AgentConfig config, String why) {
        var copy = new DynamicCopy(config.postgres().dataDirectory());
        var document = copy.read();
        return document.fields().isEmpty() ? new Dynamic.Unwritten(why) : new Dynamic.Copied(document, copy.file(), why);
    }

    private static DcsView read(AgentConfig config) {
        try (var loop = new LoopThread("loop"); var dcs = new EtcdDcs(AdapterConfigs.etcd(config), loop)) {
            var view = new CompletableFuture<DcsView>();
            dcs.read(PATIENCE, view::complete);
            return view.join();
        }
    }
}
