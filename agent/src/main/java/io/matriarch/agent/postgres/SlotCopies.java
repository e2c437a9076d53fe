package io.matriarch.agent.postgres;

import io.matriarch.core.view.Member;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logical slots of the leader, on their way into this standby: read while it runs, put in place before its next start, for a server reads its slots when it
/// starts. Used by the thread `postgres-job` alone.
///
/// They are kept in memory and for minutes only: a state that is older may need rows that have been vacuumed meanwhile.
final class SlotCopies {
    private static final Logger LOG = LoggerFactory.getLogger(SlotCopies.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long FRESH_NANOS = Duration.ofMinutes(5).toNanos();
    private static final String SQL = """
            SELECT slot_name, coalesce(restart_lsn, '0/0')::text AS needs, pg_size_bytes(current_setting('wal_segment_size')) AS segment,
                encode(pg_read_binary_file('pg_replslot/' || slot_name || '/state'), 'hex') AS state
            FROM pg_replication_slots WHERE NOT pg_is_in_recovery() AND slot_type = 'logical' AND slot_name = ANY (?)""";
    private final LocalServer server;
    private final List<Copy> copies = new ArrayList<>();

    private record Copy(String name, String hex, long readAt) {}

    SlotCopies(LocalServer server) {
        this.server = server;
    }

    /// Asked as the rewind role, which may read files (see [Users]). One for which this server lacks WAL is left out; where none is left it is refused, or the
    /// server would be started anew in vain.
    void fetch(Member leader, List<String> names) throws Trouble, IOException {
        copies.clear();
        try (var connection = Connections.remote(leader.endpoint(), server.config().rewinder(), "postgres", PATIENCE); var query = connection.prepareStatement(SQL)) {
            query.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) if (meant(rows.getString("slot_name"), names)) take(rows);
            }
        } catch (SQLException trouble) {
            throw new Trouble("the slots " + names + " of " + leader.name() + " could not be read", trouble);
        }
        if (copies.isEmpty()) throw new Trouble(leader.name() + " has none of the slots " + names + " that this server could go on from");
    }

    /// The name becomes a directory here, and comes from another server.
    static boolean meant(String name, List<String> names) {
        return names.contains(name) && name.matches("[a-z0-9_]{1,63}");
    }

    private void take(ResultSet row) throws SQLException, IOException {
        var name = row.getString("slot_name");
        var needs = WalPosition.parse(row.getString("needs"));
        if (hasSegment(needs.bytes() / row.getLong("segment"), row.getLong("segment"))) copies.add(new Copy(name, row.getString("state"), System.nanoTime()));
        else LOG.warn("slot {} of the leader needs WAL from {} on, which this server has no more: it is copied when its consumer is further", name, needs);
    }

    /// On whichever timeline.
    private boolean hasSegment(long number, long size) throws IOException {
        var perLog = (1L << 32) / size;
        var ending = String.format(Locale.ROOT, "%08X%08X", number / perLog, number % perLog);
        try (var files = Files.newDirectoryStream(server.directory().file("pg_wal"), "[0-9A-F]*" + ending)) {
            return files.iterator().hasNext();
        }
    }

    /// Before the server starts as a standby. A slot of that name that is there already stays.
    void install() throws IOException {
        for (var copy : copies) if (System.nanoTime() - copy.readAt < FRESH_NANOS) install(copy);
        copies.clear();
    }

    private void install(Copy copy) throws IOException {
        var place = server.directory().file("pg_replslot").resolve(copy.name);
        if (Files.exists(place)) return;
        // PostgreSQL removes a directory that ends so when it starts: this one is whole, or it is none.
        var unfinished = place.resolveSibling(copy.name + ".tmp");
        if (Files.exists(unfinished)) SafeFiles.deleteAll(unfinished);
        Files.createDirectory(unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        write(unfinished.resolve("state"), HexFormat.of().parseHex(copy.hex));
        SafeFiles.move(unfinished, place);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        SafeFiles.sync(file);
        SafeFiles.sync(file.getParent());
    }

    /// Whatever was read is of no use to a primary.
    void forget() {
        copies.clear();
    }
}
