package io.matriarch.agent.fork;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.matriarch.json.Json;
import io.matriarch.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `fork.json` says beside the saved segments of a lost fork.
///
/// - `stretches`: what was lost, oldest first; the first begins at the fork. `end` is too late at most by a record that was torn.
/// - `why`: what made the node leave it, `rewind` or `clone`, and `leader` whose history it took then.
/// - `waldump`: the program that can read it: pg_waldump of the version that wrote it.
public record SavedFork(String systemId, List<WalStretch> stretches, Instant at, String why, Origin origin, String waldump) {
    public static final String FILE = "fork.json";

    /// `node` of cluster `cluster` wrote it; `leader` went on without it.
    public record Origin(String cluster, String node, String leader) {}

    public SavedFork {
        stretches = List.copyOf(stretches);
    }

    public WalStretch first() {
        return stretches.getFirst();
    }

    public WalPosition end() {
        return stretches.getLast().to();
    }

    public long bytes() {
        return stretches.stream().mapToLong(WalStretch::bytes).sum();
    }

    public boolean sameWal(SavedFork other) {
        return systemId.equals(other.systemId) && stretches.equals(other.stretches) && origin.node().equals(other.origin.node());
    }

    public Document document() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("system_id", systemId);
        fields.put("timeline", first().timeline().id());
        fields.put("fork", first().from().toString());
        fields.put("end", end().toString());
        fields.put("bytes", bytes());
        fields.put("saved_at", at.toString());
        fields.put("why", why);
        fields.put("cluster", origin.cluster());
        fields.put("node", origin.node());
        fields.put("leader", origin.leader());
        fields.put("stretches", stretches.stream().map(SavedFork::fields).toList());
        fields.put("waldump", waldump);
        return new Document(fields);
    }

    public String text() {
        return JsonText.dense(document()) + "\n";
    }

    private static Map<String, Object> fields(WalStretch stretch) {
        return new Document(Map.of()).with("timeline", stretch.timeline().id()).with("from", stretch.from().toString()).with("to", stretch.to().toString()).fields();
    }

    /// Of a directory with saved segments. Fails with a sentence for people when it is none.
    public static SavedFork in(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        try {
            var said = Json.document(Files.readString(file));
            var stretches = said.list("stretches").stream().map(Json::document).map(SavedFork::stretch).toList();
            if (stretches.isEmpty()) throw new IOException(file + " describes no WAL");
            return new SavedFork(said.text("system_id", ""), stretches, Instant.parse(said.text("saved_at", "")), said.text("why", ""),
                    new Origin(said.text("cluster", ""), said.text("node", ""), said.text("leader", "")), said.text("waldump", ""));
        } catch (NoSuchFileException missing) {
            throw new IOException(directory + " is no saved fork: it has no " + FILE, missing);
        } catch (IllegalArgumentException | DateTimeParseException broken) {
            throw new IOException(file + " is broken: " + broken.getMessage(), broken);
        }
    }

    private static WalStretch stretch(Document said) {
        return new WalStretch(new Timeline((int) said.number("timeline", 0)), WalPosition.parse(said.text("from", "")), WalPosition.parse(said.text("to", "")));
    }
}
