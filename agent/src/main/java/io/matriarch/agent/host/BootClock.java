package io.matriarch.agent.host;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.Moment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/// CLOCK_BOOTTIME: counts suspend, never steps, and is the clock the guardian's timers run on. About 0.2 us a call once compiled.
///
/// `System.nanoTime()` is CLOCK_MONOTONIC, which stands still while the machine is suspended: a permit counted on it would outlive
/// its lease. So there is no fall-back; without this clock [#open()] throws and the agent does not start.
public final class BootClock implements Clock {
    private static final int CLOCK_BOOTTIME = 7;
    /// A time further away than a century does not fit into a moment.
    private static final Duration FARTHEST = Duration.ofDays(36_500);

    private BootClock() {}

    /// The clock, after one reading that proves it works.
    public static BootClock open() {
        var clock = new BootClock();
        clock.now();
        return clock;
    }

    @Override
    public Moment now() {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CLibrary.CALL_STATE);
            var time = arena.allocate(CLibrary.TIMESPEC);
            if (read(state, time) != 0)
                throw new IllegalStateException("clock_gettime(CLOCK_BOOTTIME) failed, errno " + (int) CLibrary.ERRNO.get(state, 0L)
                        + "; without a clock that counts suspend no deadline holds");
            return new Moment(time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8));
        }
    }

    @Override
    public String wallTime() {
        return OffsetDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    @Override
    public long epochSeconds() {
        return Instant.now().getEpochSecond();
    }

    @Override
    public Moment due(String text) {
        try {
            var span = Duration.between(Instant.now(), OffsetDateTime.parse(text).toInstant());
            return now().plus(span.compareTo(FARTHEST) < 0 ? span : FARTHEST);
        } catch (DateTimeParseException | ArithmeticException noSuchTime) {
            return now();
        }
    }

    private static int read(MemorySegment state, MemorySegment time) {
        try {
            return (int) CLibrary.CLOCK_GETTIME.invokeExact(state, CLOCK_BOOTTIME, time);
        } catch (Throwable impossible) {
            throw new IllegalStateException("clock_gettime could not be called", impossible);
        }
    }
}
