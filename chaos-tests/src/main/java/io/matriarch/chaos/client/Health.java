package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Node;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether a cluster is whole: etcd serves, exactly one node answers `/primary`, all others stream from it and answer `/replica`, and
/// where commits are synchronous one of them may succeed it.
public final class Health {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private Health() {}

    /// The primary of a whole cluster.
    public static Optional<Node> whole(ClusterUnderTest cluster) {
        var primaries = cluster.nodes().stream().filter(node -> node.answers("/primary")).toList();
        return primaries.size() == 1 && cluster.etcdHealthy()
                ? Optional.of(primaries.getFirst()).filter(primary -> followed(primary, others(cluster, primary)) && cluster.covered(others(cluster, primary)))
                : Optional.empty();
    }

    private static List<Node> others(ClusterUnderTest cluster, Node primary) {
        return cluster.nodes().stream().filter(node -> !node.equals(primary)).toList();
    }

    private static boolean followed(Node primary, List<Node> others) {
        try (var session = Session.open(primary, LIMIT)) {
            return session.streaming().containsAll(others.stream().map(Node::name).toList())
                    && others.stream().allMatch(node -> node.answers("/replica"));
        } catch (SQLException _) {
            return false;
        }
    }
}
