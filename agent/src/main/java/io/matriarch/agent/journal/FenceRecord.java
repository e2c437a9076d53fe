package io.matriarch.agent.journal;

import io.matriarch.core.view.MemberName;
import io.matriarch.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// A server was ended, or told to end, and no decision of the loop did it: the guardian or the leash kept its deadline.
///
/// `at` is when that began. `overdue` is how long the permit had ended by then, `renewed` how long before the guardian was last given a
/// permit, `silence` how long before it was last told anything.
///
/// The guardian (`guardian.c`) writes this very form by hand; a test reads what it writes.
public record FenceRecord(int format, String at, MemberName member, Duration overdue, Duration renewed, Duration silence, Deed deed, Gaps gaps) implements Entry {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /// How far the guardian had to go.
    public enum Reach {
        SOFT("fast shutdown"),
        WALSENDERS("fast shutdown, and an end to the WAL senders"),
        IMMEDIATE("fast, then immediate shutdown"),
        HARD("SIGKILL to every process");

        private final String words;

        Reach(String words) {
            this.words = words;
        }
    }

    public sealed interface Deed {
        /// `ordered`: by the agent's word, not by the deadline. `connected`: the agent still held its connection; without one it
        /// was gone, and silent from then on. `took` is until no process was left, `exit` how the postmaster ended.
        record ByGuardian(boolean ordered, boolean connected, Reach reach, int killed, Duration took, String exit) implements Deed {}

        /// The leash, a thread of the agent that waits for nothing.
        record ByLeash(Reach reach) implements Deed {}
    }

    /// What the guardian's line begins with; the rest is the guardian's to say.
    public static String beginning(MemberName member) {
        return "{\"is\":%s,\"format\":%d,\"member\":%s,".formatted(JsonText.dense(FenceRecord.class.getSimpleName()), FORMAT, JsonText.dense(member.value()));
    }

    public static FenceRecord byLeash(String at, MemberName member, Duration overdue, Duration renewed, Reach reach) {
        return new FenceRecord(FORMAT, at, member, overdue, renewed, renewed, new Deed.ByLeash(reach), Gaps.NONE);
    }

    FenceRecord with(Gaps found) {
        return new FenceRecord(format, at, member, overdue, renewed, silence, deed, found);
    }

    @Override
    public String rule() {
        return switch (deed) {
            case Deed.ByGuardian _ -> "guardian.fence";
            case Deed.ByLeash _ -> "leash.fence";
        };
    }

    @Override
    public String stanceName() {
        return "Fence";
    }

    /// Whether it was a deadline that ended the server, not somebody's word.
    public boolean byDeadline() {
        return !(deed instanceof Deed.ByGuardian guardian) || !guardian.ordered();
    }

    public String because() {
        return switch (deed) {
            case Deed.ByGuardian guardian when guardian.ordered() -> "guardian: the agent told it to kill the server";
            case Deed.ByGuardian guardian -> "guardian: permit ended at %s, agent silent since %s (%s), last permit at %s".formatted(before(overdue), before(silence),
                    guardian.connected() ? "its connection was open: it had no newer permit, or stood still" : "its connection was gone: it had been killed, or had ended", before(renewed));
            case Deed.ByLeash _ -> "leash: permit ended at %s, the last proof of it was at %s; this needs no decision".formatted(before(overdue), before(renewed));
        };
    }

    public String did() {
        return switch (deed) {
            case Deed.ByGuardian(_, _, var reach, var killed, var took, var exit) -> "%s: %s; no process left after %s, postmaster: %s".formatted(reach.words,
                    killed == 0 ? "nobody had to be killed" : killed == 1 ? "killed 1 process" : "killed " + killed + " processes", Facts.span(took), exit);
            case Deed.ByLeash(var reach) -> "told the guardian: " + reach.words + ", " + Facts.span(overdue) + " after the permit's end";
        };
    }

    /// The clock's time so long before.
    private String before(Duration span) {
        return OffsetDateTime.parse(at).minus(span).format(CLOCK);
    }

    /// The same in the time zone of this machine: the guardian knows only UTC.
    FenceRecord here() {
        var local = Instant.from(OffsetDateTime.parse(at)).atZone(ZoneId.systemDefault()).toOffsetDateTime();
        return new FenceRecord(format, local.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME), member, overdue, renewed, silence, deed, gaps);
    }
}
