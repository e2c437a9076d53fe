package io.matriarch.core.sim;

import io.matriarch.core.port.Guardian;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;

/// The guardian of one server, as `guardian.c` is: born and dead with the server, friendly at the soft deadline, final at the hard one,
/// and once it has begun to fence it lets nobody talk it out of it.
final class SimGuardian implements Guardian {
    private final SimServer server;
    private Permit armed = Permit.NONE;
    private boolean fencing;
    private boolean frozen;

    SimGuardian(SimServer server) {
        this.server = server;
    }

    void began(Permit permit) {
        armed = Permit.NONE;
        fencing = false;
        if (permit instanceof Permit.Until until) guard(until);
    }

    /// It does nothing and answers nobody; the agent kills on its own then.
    void freeze() {
        frozen = true;
    }

    /// What was due meanwhile is done at once.
    void thaw() {
        if (!frozen) return;
        frozen = false;
        if (armed instanceof Permit.Until until) guard(until);
    }

    void ended() {
        armed = Permit.NONE;
        fencing = false;
    }

    boolean acts() {
        return !frozen;
    }

    /// The agent at its socket is gone: that is no reason to let go of anything.
    void agentGone() {}

    /// The postmaster has ended: whatever it left behind ends with it. By the guardian, and by the agent, which calls no server down before.
    void sweep() {
        server.orphans = false;
    }

    /// Until when it lets the server live; far away when unarmed.
    Moment end() {
        return armed instanceof Permit.Until(_, _, var hard) ? hard : new Moment(Long.MAX_VALUE);
    }

    @Override
    public boolean arm(Permit.Until permit) {
        if (!server.watchdog.isEmpty()) return false;
        if (!server.alive()) return true;
        if (fencing || frozen) return false;
        guard(permit);
        return true;
    }

    private void guard(Permit.Until permit) {
        armed = permit;
        at(permit.soft(), permit, () -> {
            fencing = true;
            server.stop();
        });
        at(permit.hard(), permit, () -> server.kill(false));
    }

    private void at(Moment due, Permit permit, Runnable fence) {
        var life = server.life;
        server.box.after(server.box.now().until(due), () -> {
            if (server.life == life && armed.equals(permit) && !frozen) fence.run();
        });
    }

    @Override
    public void disarm() {
        if (!fencing) armed = Permit.NONE;
    }

    @Override
    public Permit armed() {
        return armed instanceof Permit.Until(_, var soft, var hard) ? new Permit.Until(new Moment(0), soft, hard) : Permit.NONE;
    }

    @Override
    public void stopNow() {
        if (!frozen) server.stop();
    }

    @Override
    public void killNow() {
        if (!server.alive()) return;
        server.stopping = true;
        server.kill(false);
        server.orphans = false;
    }
}
