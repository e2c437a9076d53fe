package io.matriarch.agent.config;

import io.matriarch.core.view.Document;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tags of the member key: Patroni leaves out truth values that are false, except those whose priority form is given, too.
final class PublishedTags {
    private static final Map<String, String> PRIORITY = Map.of("nofailover", "failover_priority", "nosync", "sync_priority");

    private PublishedTags() {}

    static Document of(Document tags) {
        var published = new LinkedHashMap<>(tags.fields());
        published.keySet().removeIf(tag -> isFalse(tags, tag) && !tags.has(PRIORITY.getOrDefault(tag, "")));
        return new Document(published);
    }

    private static boolean isFalse(Document tags, String tag) {
        return tags.text(tag, "").equalsIgnoreCase("false");
    }
}
