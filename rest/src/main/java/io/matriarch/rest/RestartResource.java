package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.RestartFilter;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.Spans;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// `POST /restart`: restarts this node's server, if the conditions in the body hold, and answers when it runs again; or later, at a time (`schedule`). `DELETE /restart` takes that back.
final class RestartResource {
    private static final List<String> ROLES = List.of("primary", "master", "standby_leader", "replica");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,2})(?:\\.(\\d{1,2}))?(?:\\.(\\d{1,2}))?");
    private final RestPorts ports;

    RestartResource(RestPorts ports) {
        this.ports = ports;
    }

    void post(Document body, Consumer<Reply> reply) {
        var standing = new Standing(ports.operator().snapshot(), ports.clock().now());
        if (body.has("schedule")) reply.accept(later(body, standing));
        else now(body, standing, reply);
    }

    private void now(Document body, Standing standing, Consumer<Reply> reply) {
        var wrong = problem(body, standing, ports.clock().wallTime());
        if (!wrong.ok()) reply.accept(wrong);
        else ports.operator().request(new LocalRequest.Restart(Spans.of(body.text("timeout", ""), Duration.ZERO)), answer -> reply.accept(
                answer.done() ? Reply.text(200, "restarted successfully") : Reply.text(503, answer.reason().isEmpty() ? "restart failed" : answer.reason())));
    }

    /// The conditions are asked at that time, as in Patroni.
    private Reply later(Document body, Standing standing) {
        if (standing.config().paused()) return Reply.text(500, "Can't schedule restart in the paused state");
        var malformed = malformed(body, ports.clock().wallTime());
        if (!malformed.ok() || !(Schedule.parse(body.text("schedule", ""), "restart", ports.clock().wallTime()) instanceof Schedule.At(var iso))) return malformed;
        return ports.operator().schedule(new ScheduledRestart.At(body.with("schedule", iso), standing.now(), startedAt(standing)))
                ? Reply.text(202, "Restart scheduled") : Reply.text(409, "Another restart is already scheduled");
    }

    private static String startedAt(Standing s) {
        return s.postgres() instanceof Running r ? r.facts().startedAt() : "";
    }

    Reply delete() {
        return ports.operator().unschedule() ? Reply.text(200, "scheduled restart deleted") : Reply.text(404, "no restarts are scheduled");
    }

    /// A bare 200 when nothing is against it.
    private static Reply problem(Document body, Standing s, String wallTime) {
        var malformed = malformed(body, wallTime);
        if (!malformed.ok()) return malformed;
        if (!RestartFilter.of(body).admits(PatroniWords.role(s), s.postgres())) return Reply.text(503, "restart conditions are not satisfied");
        if (s.snapshot().world().job() instanceof JobStatus.Running(var kind, _, _))
            return Reply.text(503, PatroniWords.action(kind) + " already in progress");
        return s.postgres() instanceof PostgresState.Starting ? Reply.text(503, "postgres is still starting") : Reply.bare(200);
    }

    /// The first that is wrong, in the order in which they were given.
    private static Reply malformed(Document body, String wallTime) {
        return body.fields().keySet().stream().map(key -> malformed(key, body.text(key, ""), wallTime)).filter(reply -> !reply.ok()).findFirst().orElse(Reply.bare(200));
    }

    private static Reply malformed(String key, String value, String wallTime) {
        return switch (key) {
            case "restart_pending" -> Reply.bare(200);
            case "schedule" -> Schedule.parse(value, "restart", wallTime) instanceof Schedule.Wrong(var status, var text) ? Reply.text(status, text) : Reply.bare(200);
            case "role" -> ROLES.contains(value) ? Reply.bare(200) : Reply.text(400, "PostgreSQL role should be either primary, standby_leader, or replica");
            case "postgres_version" -> VERSION.matcher(value).matches() ? Reply.bare(200)
                    : Reply.text(400, "Invalid PostgreSQL version format: X.Y or X.Y.Z is accepted: " + value);
            case "timeout" -> Spans.of(value, Duration.ZERO).isPositive() ? Reply.bare(200) : Reply.text(400, "Timeout should be a positive number of seconds");
            default -> Reply.text(400, "Unknown filter for the scheduled restart: " + key);
        };
    }
}
