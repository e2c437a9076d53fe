package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// `POST /restart`: restarts this node's server, if the conditions in the body hold, and answers when it runs again.
final class RestartResource {
    private static final List<String> ROLES = List.of("primary", "master", "standby_leader", "replica");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,2})(?:\\.(\\d{1,2}))?(?:\\.(\\d{1,2}))?");
    private static final Pattern SECONDS = Pattern.compile("\\s*0*[1-9]\\d{0,8}\\s*(ms|s|min|h|d)?\\s*");
    private final RestPorts ports;

    RestartResource(RestPorts ports) {
        this.ports = ports;
    }

    void post(Document body, Consumer<Reply> reply) {
        var standing = new Standing(ports.operator().snapshot(), ports.clock().now());
        var wrong = problem(body, standing);
        if (!wrong.ok()) reply.accept(wrong);
        else ports.operator().request(new LocalRequest.Restart(), answer -> reply.accept(
                answer.done() ? Reply.text(200, "restarted successfully") : Reply.text(503, answer.reason().isEmpty() ? "restart failed" : answer.reason())));
    }

    /// Nothing is ever scheduled here, so there is nothing to delete.
    static Reply delete() {
        return Reply.text(404, "no restarts are scheduled");
    }

    /// A bare 200 when nothing is against it.
    static Reply problem(Document body, Standing s) {
        if (body.has("schedule") && s.config().paused()) return Reply.text(500, "Can't schedule restart in the paused state");
        for (var key : body.fields().keySet()) {
            var malformed = malformed(key, body.text(key, ""));
            if (!malformed.ok()) return malformed;
        }
        if (!conditionsHold(body, s)) return Reply.text(503, "restart conditions are not satisfied");
        if (s.snapshot().world().job() instanceof JobStatus.Running(var kind, _, _))
            return Reply.text(503, PatroniWords.action(kind) + " already in progress");
        return s.postgres() instanceof PostgresState.Starting ? Reply.text(503, "postgres is still starting") : Reply.bare(200);
    }

    private static Reply malformed(String key, String value) {
        return switch (key) {
            case "schedule" -> Reply.error(501, "A restart cannot be scheduled here yet: restart now, or schedule the call");
            case "role" -> ROLES.contains(value) ? Reply.bare(200) : Reply.text(400, "PostgreSQL role should be either primary, standby_leader, or replica");
            case "postgres_version" -> VERSION.matcher(value).matches() ? Reply.bare(200)
                    : Reply.text(400, "Invalid PostgreSQL version format: X.Y or X.Y.Z is accepted: " + value);
            case "timeout" -> SECONDS.matcher(value).matches() ? Reply.bare(200) : Reply.text(400, "Timeout should be a positive number of seconds");
            case "restart_pending" -> Reply.bare(200);
            default -> Reply.text(400, "Unknown filter for the scheduled restart: " + key);
        };
    }

    private static boolean conditionsHold(Document body, Standing s) {
        var role = body.text("role", "");
        if (!role.isEmpty() && !PatroniWords.role(s).equals(role.equals("master") ? "primary" : role)) return false;
        if (body.has("restart_pending") && !(s.postgres() instanceof Running r && r.facts().pendingRestart())) return false;
        return !body.has("postgres_version") || s.postgres() instanceof Running r && r.facts().version() < number(body.text("postgres_version", ""));
    }

    /// 15.13 is 150013, 9.6.3 is 90603.
    static int number(String version) {
        var parts = version.split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return major >= 10 ? major * 10000 + minor : major * 10000 + minor * 100 + (parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
    }
}
