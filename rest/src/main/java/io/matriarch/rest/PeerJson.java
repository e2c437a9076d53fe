package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.matriarch.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// Reads another agent's `/patroni`, of ours or of any version of Patroni. Pure.
final class PeerJson {
    private PeerJson() {}

    static PeerReport report(Buffer body) {
        return switch (Json.read(body.getBytes())) {
            case Json.Reading.Broken(var reason) -> new PeerReport.Silent("not a status: " + reason);
            case Json.Reading.Tree(Map<?, ?> fields) -> status(Json.document(fields));
            case Json.Reading.Tree _, Json.Reading.Nothing _ -> new PeerReport.Silent("not a status: not a JSON object");
        };
    }

    private static PeerReport status(Document json) {
        return json.has("state") && json.has("role") ? answered(json) : new PeerReport.Silent("not a status: no state or role");
    }

    /// A server is a primary when it says so, or when it has a `location` that is not zero (Patroni's own test). Without positions
    /// (`xlog`; `wal` in newer versions) its server does not answer.
    private static PeerReport answered(Document json) {
        var xlog = json.has("xlog") ? json.section("xlog") : json.section("wal");
        var role = json.text("role", "");
        var location = xlog.number("location", 0);
        var position = Math.max(location, Math.max(xlog.number("received_location", 0), xlog.number("replayed_location", 0)));
        var running = json.text("state", "").equals("running") && !xlog.fields().isEmpty();
        var own = json.section("matriarch");
        var timeline = new Timeline((int) json.number("timeline", 0));
        return new PeerReport.Answered(location > 0 || role.equals("primary") || role.equals("master"), running,
                timeline, new WalPosition(position), Tags.of(json.section("tags")),
                own.truth("promotion_under_way", false) || Math.max(own.number("permit_ms", 0), own.number("permit_over_ms", 0)) > 0, Timeline.later(timeline, new Timeline((int) own.number("known_timeline", 0))), own.truth("copyless", false),
                own.truth("disk_unfit", false), own.truth("receives", true), json.truth("watchdog_failed", false));
    }
}
