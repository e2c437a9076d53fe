package io.matriarch.rest;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import java.util.ArrayList;
import java.time.Duration;
import java.util.function.Consumer;

/// `/config`: the dynamic configuration of the cluster. A change that cannot be safe is refused with the arithmetic, and nothing is written.
final class ConfigResource {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final RestPorts ports;

    ConfigResource(RestPorts ports) {
        this.ports = ports;
    }

    static Reply get(Standing s) {
        var config = s.cluster().config();
        return config.fields().isEmpty() ? Reply.error(502, "the config key is missing or not valid") : Reply.json(200, config.fields());
    }

    /// Read, merge, check, compare and set. Lost to a concurrent change: 409, and the caller reads again.
    void patch(Document patch, Consumer<Reply> reply) {
        ports.dcs().read(PATIENCE, view -> {
            switch (view) {
                case DcsView.Unreachable(var reason) -> reply.accept(Reply.error(503, "DCS is not accessible: " + reason));
                case DcsView.Reachable(var cluster, _, _) -> merge(patch, cluster, reply);
            }
        });
    }

    private void merge(Document patch, ClusterView cluster, Consumer<Reply> reply) {
        if (cluster.config().fields().isEmpty()) {
            reply.accept(Reply.error(503, "there is no config key to change"));
            return;
        }
        var merged = cluster.config().patched(patch);
        var problems = new ArrayList<>(ConfigCheck.problems(merged));
        problems.addAll(ConfigCheck.unsupported(cluster.config(), merged));
        problems.addAll(ConfigCheck.conflicts(merged, cluster.members()));
        if (!problems.isEmpty()) reply.accept(Reply.plain(400, String.join("; ", problems)));
        else if (merged.says(cluster.config())) reply.accept(Reply.json(200, cluster.config().fields()));
        else write(new DcsWrite.PutConfig(merged, cluster.configRevision()), merged, 409, reply);
    }

    void put(Document config, Consumer<Reply> reply) {
        var problems = new ArrayList<>(ConfigCheck.problems(config));
        var cluster = ports.operator().snapshot().world().cluster();
        problems.addAll(ConfigCheck.unsupported(cluster.config(), config));
        problems.addAll(ConfigCheck.conflicts(config, cluster.members()));
        if (!problems.isEmpty()) reply.accept(Reply.plain(400, String.join("; ", problems)));
        else write(new DcsWrite.ReplaceConfig(config), config, 502, reply);
    }

    private void write(DcsWrite write, Document config, int refused, Consumer<Reply> reply) {
        ports.dcs().write(write, PATIENCE, outcome -> {
            ports.operator().wake();
            reply.accept(switch (outcome) {
                case WriteOutcome.Done _ -> Reply.json(200, config.fields());
                case WriteOutcome.Refused(var reason) -> Reply.error(refused, reason);
                case WriteOutcome.Unknown(var reason) -> Reply.error(502, "it is not known whether the change was written, GET /config shows it: " + reason);
            });
        });
    }
}
