package io.matriarch.agent.journal;

import io.matriarch.core.view.MemberName;
import io.matriarch.json.Json;
import io.matriarch.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/// One line of the journal. `at` is the wall clock's ISO text, for people and for putting members in order.
///
/// Format 1 knew only ticks, and did not say so. Format 2 says under `is` what a line is. A line of any format is read as far as its parts
/// are known ([Decoder]); the number is there for a change that this cannot bridge.
public sealed interface Entry permits TickRecord, FenceRecord {
    int FORMAT = 2;

    int format();

    String at();

    default Instant time() {
        return OffsetDateTime.parse(at()).toInstant();
    }

    MemberName member();

    /// The rule that decided; for a fence `guardian.fence` or `leash.fence`.
    String rule();

    /// What came of it, in one word: a stance's name, or `Fence`.
    String stanceName();

    /// What reading the line found to be different from this version's own.
    Gaps gaps();

    /// One line of JSON without secrets.
    default String line() {
        return JsonText.dense(tree());
    }

    default Object tree() {
        var fields = new LinkedHashMap<>((Map<?, ?>) Codec.encode(this));
        fields.remove("gaps");
        return Redaction.of(fields);
    }

    /// What a line of JSON turned out to be.
    sealed interface Reading {
        record Read(Entry entry) implements Reading {}

        /// Torn, or of a version that is too far away.
        record Unreadable(String reason) implements Reading {}
    }

    static Reading parse(String line) {
        return switch (Json.read(line.getBytes(StandardCharsets.UTF_8))) {
            case Json.Reading.Broken(var reason) -> new Reading.Unreadable(reason);
            case Json.Reading.Nothing _ -> new Reading.Unreadable("no record: null");
            case Json.Reading.Tree(var tree) -> ofTree(tree);
        };
    }

    static Reading ofTree(Object tree) {
        if (!(tree instanceof Map<?, ?> fields)) return new Reading.Unreadable("no record: not an object");
        var decoder = new Decoder();
        try {
            var read = decoder.decode(known(fields), Entry.class);
            return checked(switch (read) {
                case TickRecord tick -> tick.with(gaps(decoder.gaps()));
                case FenceRecord fence -> fence.with(gaps(decoder.gaps()));
            });
        } catch (Codec.Unreadable | java.time.DateTimeException e) {
            return new Reading.Unreadable(e.getMessage() + version(fields));
        }
    }

    /// Without `is` it is a tick of format 1. `gaps` is never in a line: it is what this reading finds.
    private static Map<?, ?> known(Map<?, ?> fields) {
        var all = new LinkedHashMap<Object, Object>(fields);
        all.putIfAbsent(Codec.CASE, TickRecord.class.getSimpleName());
        all.put("gaps", Codec.encode(Gaps.NONE));
        return all;
    }

    private static Gaps gaps(Gaps found) {
        return found.missing().isEmpty() && found.ignored().isEmpty() ? Gaps.NONE : found;
    }

    /// Without the outermost components a record says nothing at all.
    private static Reading checked(Entry entry) {
        var without = entry.gaps().missing().stream().filter(path -> path.matches("\\w+")).toList();
        if (!without.isEmpty()) return new Reading.Unreadable("there is no " + String.join(", no ", without));
        return entry.time().isBefore(Instant.EPOCH) ? new Reading.Unreadable("no time: " + entry.at()) : new Reading.Read(entry);
    }

    private static String version(Map<?, ?> fields) {
        return fields.get("format") instanceof Number n && n.intValue() > FORMAT ? " (format %d; this program knows formats up to %d)".formatted(n.intValue(), FORMAT) : "";
    }
}
