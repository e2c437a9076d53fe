package io.matriarch.core.sim;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.util.List;

/// What one agent says of itself to whoever asks. The oracles ask after every event, but it is asked anew only when its process has done
/// something, for nothing else changes its answer but time; and what time does not change is worked out once.
final class Claims {
    private final Operator operator;
    private final SimProcess process;
    private long askedAfter = -1;
    /// Empty when nobody answers.
    private List<Snapshot> answer = List.of();
    private boolean leads;
    private Moment freshUntil = new Moment(0);
    private long mayLeadUntil;

    Claims(Operator operator, SimProcess process) {
        this.operator = operator;
        this.process = process;
    }

    /// Whether it believes that it may be primary, by its own clock; a frozen one too.
    boolean mayLead() {
        return answers() && process.nanos() < mayLeadUntil;
    }

    /// Whether it would answer 200 to `GET /primary` now: [TrueHealth#primary], most of it worked out before.
    boolean primary() {
        return answers() && leads && process.acts() && snapshot().permit().covers(process.now()) && !freshUntil.isBefore(process.now());
    }

    /// What it shows. Only of one that says anything.
    Snapshot snapshot() {
        return answer.getFirst();
    }

    private boolean answers() {
        if (askedAfter != process.deeds()) ask();
        return !answer.isEmpty();
    }

    private void ask() {
        askedAfter = process.deeds();
        answer = process.alive() && operator.ready() ? List.of(operator.snapshot()) : List.of();
        answer.forEach(this::take);
    }

    private void take(Snapshot snapshot) {
        leads = TrueHealth.leads(snapshot);
        if (leads) freshUntil = TrueHealth.freshUntil(snapshot);
        mayLeadUntil = switch (snapshot.permit()) {
            case Permit.None _ -> Long.MIN_VALUE;
            case Permit.Until(_, _, var hard) -> hard.nanos();
            case Permit.HandsOff(_, var soft) -> soft.nanos();
        };
    }
}
