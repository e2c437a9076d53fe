package io.matriarch.core.sim;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;

/// What one agent says of itself to whoever asks. The oracles ask after every event, but an agent shows something new only once or twice a
/// tick: what time does not change in it is worked out then.
final class Claims {
    private static final long NEVER = Long.MIN_VALUE;
    private final Operator operator;
    private final SimProcess process;
    private Object shown = "nothing yet";
    private boolean leads;
    private Moment freshUntil = new Moment(NEVER);
    private long mayLeadUntil = NEVER;

    Claims(Operator operator, SimProcess process) {
        this.operator = operator;
        this.process = process;
    }

    /// Asks it. False when there is nobody to answer; a frozen agent is still believed by those who asked it before.
    boolean heard() {
        if (!process.alive() || !operator.ready()) return false;
        var newest = operator.snapshot();
        if (newest != shown) take(newest);
        return true;
    }

    private void take(Snapshot newest) {
        shown = newest;
        leads = TrueHealth.leads(newest);
        freshUntil = TrueHealth.freshUntil(newest);
        mayLeadUntil = switch (newest.permit()) {
            case Permit.None _ -> NEVER;
            case Permit.Until(_, _, var hard) -> hard.nanos();
            case Permit.HandsOff(_, var soft) -> soft.nanos();
        };
    }

    /// Whether it believed, when it was [heard][#heard()], that it may be primary now by its own clock.
    boolean mayLead() {
        return process.nanos() < mayLeadUntil;
    }

    /// Whether it would answer 200 to `GET /primary` now: [TrueHealth#primary], with what was worked out before.
    boolean primary() {
        return leads && process.acts() && operator.snapshot().permit().covers(process.now()) && !freshUntil.isBefore(process.now());
    }
}
