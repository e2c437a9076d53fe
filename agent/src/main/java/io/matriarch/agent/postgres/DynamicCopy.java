package io.matriarch.agent.postgres;

import io.matriarch.core.view.Document;
import io.matriarch.json.Json;
import io.matriarch.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The dynamic configuration that this node last had, in its data directory under Patroni's name, `patroni.dynamic.json`: an agent that starts while etcd is
/// away or was wiped goes on with it, Patroni's as ours. Mode 0600, for commands and connection strings in it may hold passwords.
public final class DynamicCopy {
    private static final Logger LOG = LoggerFactory.getLogger(DynamicCopy.class);
    private static final long LONGEST = 4_000_000;
    private final Path file;

    public DynamicCopy(Path dataDir) {
        this.file = dataDir.resolve("patroni.dynamic.json");
    }

    public Path file() {
        return file;
    }

    /// [Document#EMPTY] when there is none, or none that can be understood.
    public Document read() {
        try {
            if (!Files.exists(file)) return Document.EMPTY;
            var reading = Files.size(file) > LONGEST ? new Json.Reading.Broken("it is longer than 4 MB") : Json.read(Files.readAllBytes(file));
            return switch (reading) {
                case Json.Reading.Tree(var tree) when tree instanceof java.util.Map -> Json.document(tree);
                case Json.Reading.Tree _, Json.Reading.Nothing _ -> ignored("it is no JSON object");
                case Json.Reading.Broken(var reason) -> ignored(reason);
            };
        } catch (IOException trouble) {
            return ignored(trouble.toString());
        }
    }

    private Document ignored(String why) {
        LOG.warn("{}: {}; the copy is not used", file, why);
        return Document.EMPTY;
    }

    /// Nothing hangs on it: what cannot be written is said, and the server gets its configuration all the same.
    void write(Document document) {
        try {
            if (!document.fields().isEmpty()) SafeFiles.replace(file, JsonText.dense(document.fields()) + "\n");
        } catch (IOException trouble) {
            LOG.warn("{} could not be written: {}", file, trouble.toString());
        }
    }
}
