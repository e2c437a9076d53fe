package io.matriarch.agent.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// How much WAL slots may keep where nobody says otherwise: half of the file system that pg_wal is on. A standby that has been away for longer is
/// copied anew; a primary whose disk is full serves nobody. PostgreSQL itself sets no limit.
final class SlotLimit {
    private static final String NAME = "max_slot_wal_keep_size";
    private static final Pattern SAID = Pattern.compile("(?im)^\\s*" + NAME + "\\s*[= ]");
    private static final long LEAST_MEGABYTES = 1024;

    private SlotLimit() {}

    /// `original` is the operator's own postgresql.conf, which our lines would override.
    static Map<String, String> of(Path data, String original) throws IOException {
        if (SAID.matcher(original).find()) return Map.of();
        var megabytes = Files.getFileStore(existing(data)).getTotalSpace() / 2 >> 20;
        return Map.of(NAME, Math.clamp(megabytes, LEAST_MEGABYTES, Integer.MAX_VALUE) + "MB");
    }

    private static Path existing(Path data) {
        var place = data.resolve("pg_wal");
        while (!Files.exists(place)) place = place.getParent();
        return place;
    }
}
