package io.matriarch.agent.why;

import io.matriarch.agent.journal.Entry;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/// A moment that somebody typed: an ISO time with offset, or a time of day by the clocks of the members.
final class Times {
    private Times() {}

    /// The last record at or before that time (of the newest day on which there is one), or the first after it; none when `text` is no time.
    static List<Entry> at(String text, List<Entry> of) {
        try {
            var asked = text.contains("T") ? List.of(OffsetDateTime.parse(text).toInstant()) : ofDay(LocalTime.parse(text), text, of);
            return asked.stream().flatMap(when -> nearest(when, of).stream()).toList();
        } catch (DateTimeParseException noTime) {
            return List.of();
        }
    }

    /// A minute is meant to its end.
    private static List<Instant> ofDay(LocalTime time, String text, List<Entry> of) {
        var meant = text.length() <= 5 ? time.plusSeconds(59) : time;
        return of.isEmpty() ? List.of() : List.of(newestDay(OffsetDateTime.parse(of.getLast().at()), meant));
    }

    private static Instant newestDay(OffsetDateTime last, LocalTime time) {
        var today = last.with(time);
        return (today.isAfter(last.plusMinutes(1)) ? today.minusDays(1) : today).toInstant();
    }

    private static List<Entry> nearest(Instant when, List<Entry> of) {
        var earlier = of.stream().filter(t -> !t.time().isAfter(when)).reduce((_, later) -> later);
        return earlier.or(() -> of.stream().findFirst()).stream().toList();
    }
}
