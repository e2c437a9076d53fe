package io.matriarch.rest;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/// A time an operator asks for, as Patroni reads it: ISO 8601, and the zone must be there.
sealed interface Schedule {
    record At(String iso) implements Schedule {}

    record Wrong(int status, String text) implements Schedule {}

    DateTimeFormatter READ = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE).appendPattern("['T'][ ]HH:mm[:ss]")
            .appendOptional(DateTimeFormatter.ofPattern(".SSSSSS")).appendOptional(DateTimeFormatter.ofPattern(".SSS"))
            .appendPattern("[ ][XXX][XX][X]").toFormatter(Locale.ROOT);
    DateTimeFormatter WRITE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    /// `action` is the word in Patroni's texts; `wallTime` is now, in ISO with an offset.
    static Schedule parse(String text, String action, String wallTime) {
        try {
            return READ.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from) instanceof OffsetDateTime at
                    ? inFuture(at, action, wallTime)
                    : new Wrong(400, "Timezone information is mandatory for the scheduled " + action);
        } catch (DateTimeException e) {
            return new Wrong(422, "Unable to parse scheduled timestamp. It should be in an unambiguous format, e.g. ISO 8601");
        }
    }

    private static Schedule inFuture(OffsetDateTime at, String action, String wallTime) {
        return at.isBefore(OffsetDateTime.parse(wallTime)) ? new Wrong(422, "Cannot schedule " + action + " in the past") : new At(WRITE.format(at));
    }
}
