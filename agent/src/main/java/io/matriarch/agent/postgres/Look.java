package io.matriarch.agent.postgres;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.PostgresState.CommitWait;
import io.matriarch.core.view.PostgresState.Follower;
import io.matriarch.core.view.PostgresState.Replication;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.PostgresState.ServerFacts;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.RestartReason;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.matriarch.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The one statement that asks a running server everything, and its answer as facts. One row for each follower, at least one.
final class Look {
    /// CASE guards what is an error in the other role. A promotion between two of its functions makes it fail (55000): ask again.
    static final String SQL = """
            WITH role AS MATERIALIZED (SELECT pg_is_in_recovery() AS standby)
            SELECT standby, (SELECT system_identifier FROM pg_control_system())::text AS system_id,
                CASE WHEN standby THEN greatest((SELECT min_recovery_end_timeline FROM pg_control_recovery()), w.received_tli)
                     ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline,
                (SELECT timeline_id FROM pg_control_checkpoint()) AS checkpoint_timeline,
                CASE WHEN NOT standby THEN pg_current_wal_flush_lsn() END::text AS flushed,
                CASE WHEN standby THEN pg_last_wal_receive_lsn() END::text AS received,
                CASE WHEN standby THEN pg_last_wal_replay_lsn() END::text AS replayed,
                CASE WHEN standby THEN pg_is_wal_replay_paused() ELSE false END AS paused,
                to_char(pg_last_xact_replay_timestamp(), f.instant) AS replayed_at, to_char(pg_postmaster_start_time(), f.instant) AS started_at,
                current_setting('server_version_num')::int AS version, current_setting('primary_conninfo') AS conninfo,
                current_setting('restore_command') <> '' AS archive,
                p.pending, p.controlled, p.standby_names, p.standby_names_file,
                (SELECT json_agg(json_build_object('name', slot_name, 'type', slot_type, 'database', database, 'plugin', plugin, 'active', active,
                    'at', coalesce(CASE WHEN slot_type = 'logical' THEN confirmed_flush_lsn ELSE restart_lsn END, '0/0')::text,
                    'lost', wal_status IS NOT DISTINCT FROM 'lost', 'pinned', xmin IS NOT NULL) ORDER BY slot_name) FROM pg_replication_slots WHERE NOT temporary)::text AS slots,
                array_to_string(ARRAY(SELECT slot_name || ':' || active || ':' || coalesce(greatest(pg_wal_lsn_diff(CASE WHEN standby
                    THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) ELSE pg_current_wal_lsn() END, restart_lsn), 0)::bigint, 0) || ':' || (wal_status IS NOT DISTINCT FROM 'lost')
                    FROM pg_replication_slots ORDER BY 1), ',') AS slot_use,
                (SELECT wait_event FROM pg_stat_activity WHERE backend_type = 'startup') AS startup_waits,
                w.status AS receiver, w.pid AS receiver_pid, w.sender_host, w.sender_port,
                r.usename, r.application_name, host(r.client_addr) AS client, r.state, r.sync_state, r.sync_priority, r.flush_lsn::text AS flush
            FROM role CROSS JOIN (SELECT 'YYYY-MM-DD HH24:MI:SS.USTZH:TZM' AS instant) AS f
                CROSS JOIN (SELECT bool_or(pending_restart) AS pending, string_agg(name || '=' || setting, ' ' ORDER BY name COLLATE "C")
                    FILTER (WHERE name = ANY (?)) AS controlled, max(setting) FILTER (WHERE name = 'synchronous_standby_names') AS standby_names,
                    max(sourcefile) FILTER (WHERE name = 'synchronous_standby_names') AS standby_names_file FROM pg_settings) AS p
                LEFT JOIN pg_stat_wal_receiver w ON true LEFT JOIN pg_stat_replication r ON true""";

    private Look() {}

    /// From its first row on. `restartFor` is what waits for a restart ([PendingRestarts]).
    static Running read(ResultSet rows, List<RestartReason> restartFor) throws SQLException {
        var primary = !rows.getBoolean("standby");
        var checkpoint = rows.getInt("checkpoint_timeline");
        var timeline = primary ? rows.getInt("timeline") : Math.max(checkpoint, rows.getInt("timeline"));
        var received = position(rows, "received");
        var replayed = position(rows, "replayed");
        var facts = new ServerFacts(rows.getInt("version"), text(rows, "started_at"), text(rows, "replayed_at"), rows.getBoolean("paused"),
                restartFor, primary ? Endpoint.NOWHERE : Conninfo.endpoint(text(rows, "conninfo")), slots(rows), !primary || checkpoint == timeline, commits(rows));
        var systemId = new SystemId(text(rows, "system_id"));
        var end = primary ? position(rows, "flushed") : WalPosition.later(received, replayed);
        var upstream = upstream(rows);
        var streaming = text(rows, "receiver").equals("streaming");
        var waits = text(rows, "startup_waits");
        var receiver = primary ? Receiver.UNKNOWN : Quiet.seen(!text(rows, "receiver").isEmpty(), text(rows, "conninfo"), waits);
        var exhausted = waits.equals(Quiet.BETWEEN_ATTEMPTS) || waits.equals(Quiet.FOR_THE_RECEIVER);
        var archive = rows.getBoolean("archive"); // before the followers, whose rows are read to the end
        var replication = new Replication(upstream, streaming, received, replayed, followers(rows), receiver, exhausted, List.of(), archive);
        return new Running(primary, systemId, new Timeline(timeline), end, replication, facts);
    }

    private static CommitWait commits(ResultSet rows) throws SQLException {
        return new CommitWait(text(rows, "standby_names"), text(rows, "standby_names_file").endsWith("/" + ConfigText.STANDBY_NAMES_FILE));
    }

    private static Endpoint upstream(ResultSet rows) throws SQLException {
        var host = text(rows, "sender_host");
        return host.isEmpty() ? Endpoint.NOWHERE : new Endpoint(host, rows.getInt("sender_port"));
    }

    /// Reads on from the present row to the last.
    private static List<Follower> followers(ResultSet rows) throws SQLException {
        var followers = new ArrayList<Follower>();
        do {
            if (!text(rows, "state").isEmpty())
                followers.add(new Follower(text(rows, "usename"), text(rows, "application_name"), text(rows, "client"), text(rows, "state"),
                        text(rows, "sync_state"), rows.getInt("sync_priority"), position(rows, "flush")));
        } while (rows.next());
        return followers;
    }

    /// As JSON: the name of a database may have any character. Not the temporary ones, which go with their sessions.
    private static List<Slot> slots(ResultSet rows) throws SQLException {
        return Json.read(text(rows, "slots")) instanceof Json.Reading.Tree(List<?> slots) ? slots.stream().map(Json::document).map(Look::slot).toList() : List.of();
    }

    private static Slot slot(Document row) {
        var logical = row.text("type", "").equals("logical");
        var kind = logical ? new Slot.Kind.Logical(row.text("database", ""), row.text("plugin", "")) : new Slot.Kind.Physical(row.truth("pinned", false));
        return new Slot(row.text("name", ""), kind, row.truth("active", false), WalPosition.parse(row.text("at", "0/0")), row.truth("lost", false));
    }

    private static WalPosition position(ResultSet rows, String column) throws SQLException {
        var text = text(rows, column);
        return text.isEmpty() ? WalPosition.ZERO : WalPosition.parse(text);
    }

    static String text(ResultSet rows, String column) throws SQLException {
        var text = rows.getString(column);
        return text == null ? "" : text;
    }
}
