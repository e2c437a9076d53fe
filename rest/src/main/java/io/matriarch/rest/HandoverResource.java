package io.matriarch.rest;

import io.matriarch.core.ha.Acknowledged;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /switchover`, `POST /failover`, `DELETE /switchover`: reads etcd, checks, asks the candidates, writes the request, and answers when it is over.
/// Any node may be asked; the leader carries it out.
final class HandoverResource {
    private static final Logger LOG = LoggerFactory.getLogger(HandoverResource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// As long as Patroni gives a peer to answer.
    private static final Duration PEER_PATIENCE = Duration.ofSeconds(2);
    private final Vertx vertx;
    private final RestPorts ports;

    HandoverResource(Vertx vertx, RestPorts ports) {
        this.vertx = vertx;
        this.ports = ports;
    }

    void switchover(Document body, Consumer<Reply> reply) {
        start(Handover.of("switchover", body), reply);
    }

    void failover(Document body, Consumer<Reply> reply) {
        start(Handover.of("failover", body), reply);
    }

    private void start(Handover asked, Consumer<Reply> reply) {
        LOG.info("received {} request with leader={} candidate={} scheduled_at={}", asked.action(), asked.leader(), asked.candidate(), asked.at());
        reading(reply, cluster -> {
            switch (asked.judge(cluster, ports.clock().wallTime())) {
                case Handover.Verdict.Refused(var refusal) -> reply.accept(refusal);
                case Handover.Verdict.Ask(var handover, var candidates) when candidates.isEmpty() -> write(handover, cluster, reply);
                case Handover.Verdict.Ask(var handover, var candidates) -> ports.peers().ask(candidates, PEER_PATIENCE, reports -> {
                    var loss = loss(handover, reports.values());
                    if (Handover.anyFit(reports.values())) write(handover, cluster, answer -> reply.accept(answer.noting(loss)));
                    else reply.accept(handover.nobodyFit());
                });
            }
        });
    }

    /// What whoever forces a failover throws away of what was acknowledged, as far as this node knows.
    private String loss(Handover handover, Collection<PeerReport> reports) {
        if (!handover.failover() || !ports.operator().ready()) return "";
        var world = ports.operator().snapshot().world();
        var bytes = reports.stream().mapToLong(r -> r instanceof PeerReport.Answered a ? Acknowledged.missing(a.timeline(), a.position(), world) : 0).max().orElse(0);
        if (bytes == 0) return "";
        LOG.warn("failover to {}: about {} bytes of acknowledged commits are missing there", handover.candidate(), bytes);
        return "; about %d bytes of acknowledged commits were missing there".formatted(bytes);
    }

    private void write(Handover handover, ClusterView before, Consumer<Reply> reply) {
        ports.dcs().write(new DcsWrite.PutRequest(handover.document()), PATIENCE, outcome -> {
            ports.operator().wake();
            switch (outcome) {
                case WriteOutcome.Done _ when handover.scheduled() -> reply.accept(Reply.text(202, handover.title() + " scheduled"));
                case WriteOutcome.Done(var revision) ->
                    new HandoverEnd(handover, Handover.holder(before), revision).await(vertx, ports.operator(), HandoverEnd.Patience.of(ports.operator()), reply);
                case WriteOutcome.Refused _, WriteOutcome.Unknown _ ->
                    reply.accept(Reply.text(503, "failed to write " + handover.action() + " key into DCS"));
            }
        });
    }

    /// Takes back a switchover that is scheduled; one under way is not touched.
    void delete(Consumer<Reply> reply) {
        reading(reply, cluster -> {
            if (cluster.request() instanceof OperatorRequest.Switchover s && !s.at().isEmpty()) clear(s.modRevision(), reply);
            else reply.accept(Reply.text(404, "no switchover is scheduled"));
        });
    }

    private void clear(long revision, Consumer<Reply> reply) {
        ports.dcs().write(new DcsWrite.ClearRequest(revision), PATIENCE, outcome -> {
            ports.operator().wake();
            reply.accept(switch (outcome) {
                case WriteOutcome.Done _ -> Reply.text(200, "scheduled switchover deleted");
                case WriteOutcome.Refused _, WriteOutcome.Unknown _ -> Reply.text(409, "failed to delete scheduled switchover");
            });
        });
    }

    private void reading(Consumer<Reply> reply, Consumer<ClusterView> then) {
        ports.dcs().read(PATIENCE, view -> {
            switch (view) {
                case DcsView.Unreachable(var reason) -> reply.accept(Reply.error(503, "DCS is not accessible: " + reason));
                case DcsView.Reachable(var cluster, _, _) -> then.accept(cluster);
            }
        });
    }
}
