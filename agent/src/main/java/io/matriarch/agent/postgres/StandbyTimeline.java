package io.matriarch.agent.postgres;

import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.sql.SQLException;
import java.time.Duration;

/// The timeline of a standby that receives from nobody: SQL only knows that of the last restartpoint, IDENTIFY_SYSTEM knows the one
/// being replayed. Asked again only when replay has moved on.
final class StandbyTimeline {
    private final LocalServer server;
    private String startedAt = "";
    private Timeline known = Timeline.UNKNOWN;
    private WalPosition askedAt = WalPosition.ZERO;

    StandbyTimeline(LocalServer server) {
        this.server = server;
    }

    Running complete(Running look, Duration within) {
        if (look.primary()) return look;
        if (!look.facts().startedAt().equals(startedAt)) {
            startedAt = look.facts().startedAt();
            known = Timeline.UNKNOWN;
            askedAt = WalPosition.ZERO;
        }
        if (!look.replication().streaming() && look.replication().replayed().isAfter(askedAt)) known = later(known, identify(within));
        if (!look.replication().streaming()) askedAt = look.replication().replayed();
        known = later(known, look.timeline());
        return new Running(false, look.systemId(), known, look.end(), look.replication(), look.facts());
    }

    private Timeline identify(Duration within) {
        for (var way : LocalAddress.forReplication(server.config(), server.settings())) {
            try (var connection = Connections.replication(way, server.config().replication(), within)) {
                return Walsender.identify(connection).timeline();
            } catch (SQLException refused) {
                // the next way
            }
        }
        return Timeline.UNKNOWN;
    }

    private static Timeline later(Timeline a, Timeline b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
