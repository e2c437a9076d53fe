package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import java.util.function.Consumer;

/// `POST /reinitialize`: throws this standby's copy aside and clones it again. Answers when the work has begun, not when it is done: a clone takes hours.
final class ReinitializeResource {
    private final RestPorts ports;

    ReinitializeResource(RestPorts ports) {
        this.ports = ports;
    }

    void post(Document body, Consumer<Reply> reply) {
        var force = body.truth("force", false);
        var wrong = problem(force, new Standing(ports.operator().snapshot(), ports.clock().now()));
        if (!wrong.ok()) reply.accept(wrong);
        else ports.operator().request(new LocalRequest.Reinitialize(force, body.truth("from_leader", false)), answer -> reply.accept(
                answer.done() ? Reply.text(200, "reinitialize started") : Reply.text(503, answer.reason())));
    }

    /// A bare 200 when nothing is against it.
    static Reply problem(boolean force, Standing s) {
        if (s.cluster().lock() instanceof LeaderLock.Absent) return Reply.text(503, "Cluster has no leader, can not reinitialize");
        if (s.lockMine()) return Reply.text(503, "I am the leader, can not reinitialize");
        if (!force && s.snapshot().world().job() instanceof JobStatus.Running(var kind, _, _))
            return Reply.text(503, PatroniWords.action(kind) + " already in progress");
        return Reply.bare(200);
    }
}
