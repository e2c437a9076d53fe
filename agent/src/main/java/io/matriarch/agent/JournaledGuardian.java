package io.matriarch.agent;

import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The guardian as the leash is given it: what the leash does at a deadline, which no decision tells of, is handed on as a record,
/// after it was done. What it does by a decision's word is in that decision's record.
///
/// Any thread; `fenced` must not block.
final class JournaledGuardian implements Guardian {
    private final Guardian guardian;
    private final Clock clock;
    private final MemberName me;
    private final Consumer<FenceRecord> fenced;
    private final AtomicReference<Moment> renewed;

    JournaledGuardian(Guardian guardian, Clock clock, MemberName me, Consumer<FenceRecord> fenced) {
        this.guardian = guardian;
        this.clock = clock;
        this.me = me;
        this.fenced = fenced;
        this.renewed = new AtomicReference<>(clock.now());
    }

    @Override
    public boolean arm(Permit.Until permit) {
        var confirmed = guardian.arm(permit);
        if (confirmed) renewed.set(clock.now());
        return confirmed;
    }

    @Override
    public void disarm() {
        guardian.disarm();
    }

    @Override
    public Permit armed() {
        return guardian.armed();
    }

    @Override
    public void stopNow() {
        var before = guardian.armed();
        guardian.stopNow();
        tell(before, FenceRecord.Reach.SOFT);
    }

    @Override
    public void killNow() {
        var before = guardian.armed();
        guardian.killNow();
        if (before instanceof Permit.Until(_, _, var hard) && !clock.now().isBefore(hard)) tell(before, FenceRecord.Reach.HARD);
    }

    /// Nothing is armed where nothing runs: then there was nothing to end.
    private void tell(Permit before, FenceRecord.Reach reach) {
        if (!(before instanceof Permit.Until(_, var soft, _))) return;
        var now = clock.now();
        var overdue = soft.until(now);
        fenced.accept(FenceRecord.byLeash(clock.wallTime(), me, overdue.isNegative() ? Duration.ZERO : overdue, renewed.get().until(now), reach));
    }
}
