package io.matriarch.agent.why;

import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.view.JobKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What people ask about. Each says whether one record, after the one before it of the same member, is an answer; and whether a fence is.
public enum Happening {
    PROMOTED("promoted") {
        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            return began(tick, Set.of(JobKind.PROMOTE)) || began(tick, Set.of(JobKind.START_PRIMARY)) && !before.world().memory().cluster().lock().equals(tick.world().lock());
        }
    },
    /// Decided, fenced, or found: an agent that was killed decided nothing, its guardian or the kernel did.
    DEMOTED("demoted") {
        @Override
        boolean answers(List<TickRecord> before, FenceRecord fence) {
            return fence.byDeadline() && before.stream().allMatch(tick -> tick.world().writable() && !(tick.stance() instanceof Stance.StandDown));
        }

        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            var standsDown = tick.stance() instanceof Stance.StandDown;
            return standsDown && tick.world().writable() && !repeated(before, tick) || found(before, tick) && !tick.rule().startsWith("mine.");
        }
    },
    /// The lock was free, and this standby left it alone.
    NOT_PROMOTED("not promoted") {
        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            return tick.rule().startsWith("free.") && tick.stance() instanceof Stance.Hold && tick.world().runningStandby();
        }
    },
    RESTARTED("restarted") {
        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            return began(tick, Set.of(JobKind.RESTART, JobKind.COPY_SLOTS, JobKind.START_PRIMARY, JobKind.START_STANDBY));
        }
    },
    STOPPED("stopped") {
        @Override
        boolean answers(List<TickRecord> before, FenceRecord fence) {
            return fence.byDeadline();
        }

        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            return began(tick, Set.of(JobKind.STOP)) || tick.performed().stream().anyMatch(p -> p.action() instanceof Action.Kill);
        }
    },
    REBUILT("rebuilt") {
        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            return began(tick, Set.of(JobKind.CLONE, JobKind.REWIND));
        }
    },
    BOOTSTRAPPED("bootstrapped") {
        @Override
        boolean answers(TickRecord before, TickRecord tick) {
            return began(tick, Set.of(JobKind.BOOTSTRAP));
        }
    };

    private final String words;

    Happening(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    abstract boolean answers(TickRecord before, TickRecord tick);

    /// Whether it is of a server that ends: a fence may have done it.
    boolean ends() {
        return this == DEMOTED || this == STOPPED;
    }

    /// `before` is the member's last record before the fence, or none.
    boolean answers(List<TickRecord> before, FenceRecord fence) {
        return false;
    }

    /// The server is no primary any more, and that was not decided.
    static boolean found(TickRecord before, TickRecord tick) {
        return before.world().writable() && !tick.world().writable() && !(before.stance() instanceof Stance.StandDown);
    }

    /// By its words, with blanks, `-` or `_` between them.
    static List<Happening> called(String text) {
        return Arrays.stream(values()).filter(h -> h.words.equals(text.replaceAll("[-_]", " "))).toList();
    }

    static String all() {
        return Arrays.stream(values()).map(Happening::words).collect(Collectors.joining(", "));
    }

    private static boolean began(TickRecord tick, Set<JobKind> kinds) {
        return tick.performed().stream().anyMatch(p -> p.succeeded() && p.action() instanceof Action.RunJob(var kind, _) && kinds.contains(kind));
    }

    /// The same standing down, told once more because something else changed.
    private static boolean repeated(TickRecord before, TickRecord tick) {
        return before.rule().equals(tick.rule()) && before.stance().equals(tick.stance()) && before.tick() < tick.tick();
    }
}
