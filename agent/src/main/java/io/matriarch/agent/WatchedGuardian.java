package io.matriarch.agent;

import io.matriarch.agent.host.Watchdog;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.view.Permit;

/// The guardian with the machine's watchdog behind it: what arms and disarms the one does so with the other.
///
/// The device is pinged where the guardian is handed a permit, which is where a proof extends the leash, and nowhere else. It is stopped where the guardian
/// is disarmed: the server is down, every process of it, or a standby for certain, or the operator has paused the cluster. A fence stops nothing: until the
/// last process is gone the device counts on.
final class WatchedGuardian implements Guardian {
    private final Guardian guardian;
    private final Watchdog watchdog;

    WatchedGuardian(Guardian guardian, Watchdog watchdog) {
        this.guardian = guardian;
        this.watchdog = watchdog;
    }

    /// The device first: a required one that fails must leave the guardian's deadlines as they are, or a standby would be stopped by them. A guardian
    /// that refuses leaves the device as it was.
    @Override
    public boolean arm(Permit.Until permit) {
        var counted = watchdog.armed();
        if (!watchdog.feed(permit)) return false;
        var confirmed = guardian.arm(permit);
        if (!confirmed && !counted) watchdog.disarm();
        return confirmed;
    }

    @Override
    public void disarm() {
        guardian.disarm();
        watchdog.disarm();
    }

    @Override
    public Permit armed() {
        return guardian.armed();
    }

    @Override
    public void stopNow() {
        guardian.stopNow();
    }

    @Override
    public void killNow() {
        guardian.killNow();
    }
}
