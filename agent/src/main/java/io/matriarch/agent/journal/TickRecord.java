package io.matriarch.agent.journal;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.MemberName;
import io.matriarch.rest.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One line of the journal: what one tick saw, decided and did. `at` is the wall clock's ISO text, for people and for putting members in
/// order; `tick` counts since the agent started, `format` changes when a reader of old lines has to know.
///
/// What a secret was before is gone after writing and reading; all else is as it was.
public record TickRecord(int format, String at, MemberName member, long tick, String rule, String because, Stance stance, List<Action> plan,
        List<Performed> performed, World world) {
    private static final int FORMAT = 1;

    public TickRecord {
        plan = List.copyOf(plan);
        performed = List.copyOf(performed);
    }

    public static TickRecord of(long tick, World world, Decision decision, List<Performed> performed) {
        return new TickRecord(FORMAT, world.wallTime(), world.me(), tick, decision.rule(), decision.because(), decision.stance(), decision.plan(), performed, world);
    }

    /// One line of JSON without secrets.
    public String line() {
        return Json.line(tree());
    }

    /// Stance and plan as they are written down.
    public String decided() {
        return Json.line(Map.of("decided", Redaction.of(Codec.encode(List.of(Codec.encode(stance), Codec.encode(plan))))));
    }

    Object tree() {
        return Redaction.of(Codec.encode(this));
    }

    /// What a line of JSON turned out to be.
    public sealed interface Reading {
        record Read(TickRecord tick) implements Reading {}

        /// Torn, or of another version.
        record Unreadable(String reason) implements Reading {}
    }

    public static Reading parse(String line) {
        return switch (Json.read(line.getBytes(StandardCharsets.UTF_8))) {
            case Json.Read.Broken(var reason) -> new Reading.Unreadable(reason);
            case Json.Read.Parsed(var document) -> ofTree(document.fields());
        };
    }

    public static Reading ofTree(Object tree) {
        try {
            return new Reading.Read(Codec.decode(tree, TickRecord.class));
        } catch (Codec.Unreadable | java.time.DateTimeException e) {
            return new Reading.Unreadable(e.getMessage());
        }
    }
}
