package io.matriarch.rest;

import io.matriarch.json.JsonText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `GET /decisions?since=&rule=&stance=&limit=`: the newest records of the journal, oldest first, as they were written.
/// `since` is an ISO time with offset or a span (`90s`, `15m`, `2h`), `rule` an id or a book (`free`), `limit` how many of the newest.
final class DecisionsResource {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final int LIMIT = 50;

    private DecisionsResource() {}

    /// `since`, `rule`, `stance` and `limit` are empty when they were not asked for. `now` is the wall clock's ISO text.
    static Reply get(String member, Decisions decisions, String now, String since, String rule, String stance, String limit) {
        try {
            var most = limit.isEmpty() ? LIMIT : Integer.parseInt(limit);
            var wanted = after(since, now).and(line -> named(line.rule(), rule)).and(line -> stance.isEmpty() || line.stance().equalsIgnoreCase(stance));
            var found = decisions.recent().stream().filter(wanted).toList();
            return Reply.jsonText(200, text(member, decisions.dropped(), found.subList(Math.max(0, found.size() - Math.max(0, most)), found.size())));
        } catch (DateTimeException | NumberFormatException e) {
            return Reply.error(400, "Bad request: since is an ISO time with offset or a span such as 15m, limit is a number");
        }
    }

    private static boolean named(String id, String asked) {
        return asked.isEmpty() || id.equals(asked) || id.startsWith(asked + ".");
    }

    private static Predicate<Decisions.Line> after(String since, String now) {
        if (since.isEmpty()) return _ -> true;
        var span = SPAN.matcher(since.toLowerCase(Locale.ROOT));
        var from = span.matches() ? instant(now).minus(Duration.parse(iso(span.group(1), span.group(2)))) : instant(since.replace(' ', '+'));
        return line -> !instant(line.at()).isBefore(from);
    }

    private static String iso(String amount, String unit) {
        return (unit.equals("d") ? "P" : "PT") + amount + unit.toUpperCase(Locale.ROOT);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /// The lines are JSON already.
    private static String text(String member, long dropped, List<Decisions.Line> lines) {
        return "{\"member\": %s, \"dropped\": %d, \"decisions\": [\n%s\n]}\n".formatted(JsonText.dense(member), dropped,
                lines.stream().map(Decisions.Line::json).collect(Collectors.joining(",\n")));
    }
}
