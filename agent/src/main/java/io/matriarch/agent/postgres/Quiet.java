package io.matriarch.agent.postgres;

import io.matriarch.core.view.PostgresState.Replication;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Whether the WAL receiver of a standby is gone for good, and by which timelines its WAL came to be what it is.
///
/// That no receiver is to be seen proves nothing: the startup process may be about to ask for one, with what primary_conninfo was before. It is proven while
/// that process waits between two attempts (`RecoveryRetrieveRetryInterval`) and the postmaster has told all its processes to read the configuration
/// again, in which primary_conninfo is empty: whatever wakes it, it reads that first (PostgreSQL 13 to 18: xlogrecovery.c, WaitForWALToBecomeAvailable). An old
/// session may have been told before it was; a connection that was made since was not.
final class Quiet {
    static final String BETWEEN_ATTEMPTS = "RecoveryRetrieveRetryInterval";
    static final String FOR_THE_RECEIVER = "RecoveryWalStream";
    private final LocalServer server;
    private Timeline known = Timeline.UNKNOWN;
    private List<TimelineHistory.Row> forks = List.of();

    Quiet(LocalServer server) {
        this.server = server;
    }

    /// What one look by the long-lived session says.
    static Receiver seen(boolean receiver, String conninfo, String startupWaits) {
        if (receiver) return Receiver.RUNNING;
        return conninfo.isEmpty() && startupWaits.equals(BETWEEN_ATTEMPTS) ? Receiver.GONE : Receiver.ABSENT;
    }

    Running complete(Running look, Duration within) {
        if (look.primary()) return look;
        var r = look.replication();
        var receiver = r.receiver() == Receiver.GONE ? confirmed(within) : r.receiver();
        var read = read(look.timeline());
        return new Running(false, look.systemId(), look.timeline(), look.end(), new Replication(r.upstream(), r.streaming(), r.received(), r.replayed(), r.followers(),
                read ? receiver : Receiver.UNKNOWN, r.exhausted(), forks, r.archive()), look.facts());
    }

    private Receiver confirmed(Duration within) {
        try (var connection = server.connect(within); var statement = connection.createStatement(); var row = statement.executeQuery("SHOW primary_conninfo")) {
            return row.next() && row.getString(1).isEmpty() ? Receiver.GONE : Receiver.ABSENT;
        } catch (SQLException trouble) {
            return Receiver.UNKNOWN;
        }
    }

    /// Whether the history of this timeline is known: the file is there as soon as there is WAL of it.
    private boolean read(Timeline timeline) {
        if (timeline.equals(known)) return true;
        try {
            forks = timeline.id() <= 1 ? List.of() : Walsender.parse(Files.readString(HistoryFiles.file(server.directory(), timeline.id())));
            known = timeline;
            return timeline.known();
        } catch (IOException unreadable) {
            forks = List.of();
            known = Timeline.UNKNOWN;
            return false;
        }
    }
}
