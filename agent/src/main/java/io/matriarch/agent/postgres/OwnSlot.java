package io.matriarch.agent.postgres;

import io.matriarch.core.view.Endpoint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// This member's physical slot on the server that it is going to stream from.
///
/// The leader's agent makes slots too, at its next tick; a standby that comes first would be refused ("slot does not exist") and
/// wait. Only on a primary: a slot left on another standby would keep WAL there for ever.
final class OwnSlot {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private OwnSlot() {}

    /// Best effort: the slot's name when it is there now, nothing otherwise.
    static List<String> ensure(PostgresConfig config, ServerSettings settings, Endpoint upstream) {
        if (!settings.useSlots() || !upstream.known()) return List.of();
        var name = config.name().slotName();
        try (var connection = Connections.replication(new LocalAddress.Tcp(upstream), config.replication(), PATIENCE)) {
            if (Walsender.recovering(connection)) return List.of();
            Walsender.createSlot(connection, name);
            return List.of(name);
        } catch (SQLException without) {
            return List.of();
        }
    }
}
