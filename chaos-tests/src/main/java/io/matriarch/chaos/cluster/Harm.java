package io.matriarch.chaos.cluster;

import java.time.Duration;
import java.util.List;

/// Does harm to a cluster. Every act answers with its cure: what the world does when the fault is over (the link heals, the
/// process goes on, an init system starts it again), not what an operator does.
public final class Harm {

    /// Ends the fault.
    @FunctionalInterface
    public interface Cure {
        /// Ends the fault.
        void apply();
    }

    private static final Duration SWEEPS = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ZERO;

    private Harm() {}

    /// SIGKILL. The cure starts again what was killed, except the postmaster and the guardian: that is the agent's work.
    public static Cure kill(ClusterUnderTest cluster, Target target, Node primary) {
        return switch (target) {
            case AGENT -> killAgent(cluster, primary, List.of(primary.agent()));
            case AGENT_TREE -> killAgent(cluster, primary, primary.processes().agentTree());
            case NODE -> killNode(cluster, primary);
            case GUARDIAN -> {
                Signal.KILL.send(guardian(primary));
                yield () -> { };
            }
            case POSTMASTER -> {
                Signal.KILL.send(primary.postmaster());
                yield () -> { };
            }
            case ETCD_LEADER -> {
                var leader = cluster.etcdLeader();
                Signal.KILL.send(leader.pid());
                yield () -> cluster.start(leader);
            }
        };
    }

    private static List<Pid> guardian(Node node) {
        return node.processes().agentTree().stream().filter(pid -> !pid.equals(node.agent())).toList();
    }

    private static Cure killAgent(ClusterUnderTest cluster, Node node, List<Pid> pids) {
        Signal.KILL.send(pids);
        return () -> cluster.start(node);
    }

    /// First everything is stopped, so that nobody on the node sees the others die.
    private static Cure killNode(ClusterUnderTest cluster, Node node) {
        var _ = stopAll(node);
        boolean gone = Waiting.until(SWEEPS, AT_ONCE, () -> {
            var left = node.processes().everything();
            Signal.KILL.send(left);
            return left.isEmpty();
        });
        if (!gone) {
            throw new IllegalStateException(node.name() + " survives SIGKILL");
        }
        return () -> cluster.start(node);
    }

    /// SIGSTOP; the cure is SIGCONT.
    public static Cure freeze(ClusterUnderTest cluster, Target target, Node primary) {
        var pids = switch (target) {
            case AGENT -> List.of(primary.agent());
            case AGENT_TREE -> primary.processes().agentTree();
            case GUARDIAN -> guardian(primary);
            case POSTMASTER -> List.of(primary.postmaster());
            case ETCD_LEADER -> List.of(cluster.etcdLeader().pid());
            case NODE -> stopAll(primary);
        };
        Signal.STOP.send(pids);
        return () -> Signal.CONTINUE.send(pids);
    }

    /// Again and again, until no process is left that could start another one.
    private static List<Pid> stopAll(Node node) {
        boolean _ = Waiting.until(SWEEPS, AT_ONCE, () -> {
            var running = node.processes().all().stream().filter(stat -> !stat.stopped()).map(Pid.Stat::pid).toList();
            Signal.STOP.send(running);
            return running.isEmpty();
        });
        return node.processes().everything();
    }

    /// Cuts the primary's node off; the cure heals the link.
    public static Cure cut(ClusterUnderTest cluster, Link link, Node primary) {
        cluster.network().cut(primary.number(), link);
        return () -> cluster.network().heal(primary.number(), link);
    }
}
