package io.matriarch.agent.host;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's watchdog in the hands of this agent: it resets the machine when no process of ours is left to end the server in time.
///
/// It is pinged by a proof of leadership and by nothing else, so it counts what the permit counts ([WatchdogTimeout] has the arithmetic); no timer, no
/// thread. Once open it is closed for good only by [#disarm()]: whatever fails in between leaves it counting. One caller at a time (the monitor); every
/// call takes as long as the driver does, microseconds for most. Longer than most files: all states of one device, and what is said of each.
public final class Watchdog {
    /// How long a device that failed is not relied on again: a member that takes the lock and cannot lead helps nobody.
    static final Duration DISTRUST = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Setting setting;
    private final Clock clock;
    private final WatchdogMark mark;
    private State state = new Closed("");
    private String told = "";

    /// What `watchdog.mode` can say.
    public enum Mode {
        OFF,
        /// Used when it works.
        AUTOMATIC,
        /// Without it this node is no primary.
        REQUIRED
    }

    /// What `watchdog.driver` can say.
    public enum Driver {
        /// A kernel watchdog, such as `/dev/watchdog`.
        DEFAULT,
        /// A named pipe or a file that records what is written, as Patroni's own tests have it.
        TESTING
    }

    /// A negative safety margin means half the ttl.
    public record Setting(Mode mode, Path device, Driver driver, Duration safetyMargin) {}

    private sealed interface State {}

    /// Not counting. `trouble`: why the last attempt failed, and when, or empty.
    private record Closed(String trouble, Moment since) implements State {
        Closed(String trouble) {
            this(trouble, new Moment(0));
        }
    }

    /// Counting `actual` after each ping; the last one was by the proof of `proven`. The device was asked for `asked`.
    private record Counting(WatchdogDevice device, Duration asked, Duration actual, Moment proven) implements State {}

    /// It counts, or may, and does not listen to us.
    private record Lost(String trouble, Moment since) implements State {}

    public Watchdog(Setting setting, Clock clock, WatchdogMark mark) {
        this.setting = setting;
        this.clock = clock;
        this.mark = mark;
    }

    /// Pings it by this permit, and opens it before where it is not open. False when the server may not be primary by this permit: the watchdog is
    /// required, and does not work.
    public synchronized boolean feed(Permit.Until permit) {
        if (setting.mode == Mode.OFF || absent()) return true;
        if (state instanceof Counting counting && counting.proven.equals(permit.provenAt())) return true;
        var timeout = WatchdogTimeout.of(permit, setting.safetyMargin, clock.now());
        try {
            if (!timeout.tooLate()) state = pinged(opened(), timeout, permit.provenAt());
        } catch (IOException trouble) {
            failed(trouble.getMessage());
        }
        return state instanceof Counting || setting.mode == Mode.AUTOMATIC;
    }

    /// Nothing of the server can write any more: the device is stopped, and closed.
    public synchronized void disarm() {
        switch (state) {
            case Closed _ -> {}
            case Counting(var device, _, _, _) -> stop(device);
            case Lost _ -> reopenAndStop();
        }
    }

    /// Whether it counts, as far as is known.
    public synchronized boolean armed() {
        return switch (state) {
            case Counting _, Lost _ -> true;
            case Closed _ -> false;
        };
    }

    /// Why this node is not to lead for the sake of its watchdog; empty when nothing is in the way. Opens nothing: many devices cannot be stopped again.
    public synchronized String obstacle() {
        if (setting.mode != Mode.REQUIRED) return "";
        return switch (state) {
            case Counting _ -> "";
            case Closed(var trouble, var since) -> !trouble.isEmpty() && recent(since) ? trouble : missing();
            case Lost(var trouble, var since) -> recent(since) ? trouble : missing();
        };
    }

    /// At the start: says what is to be expected of the device, and stops one that an agent before this one left counting over a server that is down.
    public synchronized void start(boolean serverDown) {
        if (setting.mode == Mode.OFF) return;
        switch (mark.left()) {
            case NOTHING -> announce();
            case BEFORE_A_RESET -> {
                LOG.warn("watchdog: {} was counting when this machine went down last; it may have been the reason", setting.device);
                mark.clear();
            }
            case COUNTING -> {
                state = new Lost("left by an agent before this one", new Moment(0));
                if (serverDown) reopenAndStop();
                else LOG.warn("watchdog: {} was left counting by an agent before this one, over a server that runs; the next proof pings it", setting.device);
            }
        }
    }

    private void announce() {
        var missing = missing();
        if (missing.isEmpty()) LOG.info("watchdog: {} will be armed while this node may be primary", setting.device);
        else if (setting.mode == Mode.REQUIRED) LOG.error("watchdog: required, and {}: this node will not lead", missing);
        else LOG.info("watchdog: {}: none is used, the guardian alone ends the server", missing);
    }

    /// Where there is no watchdog and none is required, nothing is said of it twice.
    private boolean absent() {
        return setting.mode == Mode.AUTOMATIC && state instanceof Closed && !missing().isEmpty();
    }

    private String missing() {
        if (!Files.exists(setting.device)) return "there is no " + setting.device;
        return Files.isWritable(setting.device) ? "" : setting.device + " is not writable for this user";
    }

    private boolean recent(Moment since) {
        return clock.now().isBefore(since.plus(DISTRUST));
    }

    private Counting opened() throws IOException {
        if (state instanceof Counting counting) return counting;
        var device = WatchdogDevice.open(setting.driver, setting.device);
        mark.set();
        if (!device.canBeStopped()) LOG.warn("watchdog: {} ({}) cannot be stopped: it resets the machine after this node has led, too", setting.device, device.identity());
        var counting = new Counting(device, Duration.ZERO, Duration.ZERO, new Moment(0));
        state = counting;
        return counting;
    }

    private Counting pinged(Counting before, WatchdogTimeout timeout, Moment proven) throws IOException {
        var anew = !before.asked.equals(timeout.wanted());
        var actual = anew ? before.device.setTimeout(timeout.wanted()) : before.actual;
        var unfit = timeout.unfit(actual);
        if (!unfit.isEmpty()) throw new IOException(setting.device + ": " + unfit);
        before.device.ping();
        if (before.asked.isZero()) LOG.info("watchdog: {} ({}) is armed: it resets the machine {} s after the last proof of leadership", setting.device, before.device.identity(), actual.toSeconds());
        told = "";
        return new Counting(before.device, timeout.wanted(), actual, proven);
    }

    /// A device that never counted by a permit of ours guards nothing yet and is stopped; one that does is let count.
    private void failed(String trouble) {
        switch (state) {
            case Counting(var device, var asked, _, _) when asked.isZero() -> stop(device);
            case Counting(var device, _, _, _) -> {
                device.abandon();
                state = new Lost(trouble, clock.now());
            }
            case Closed _, Lost _ -> {}
        }
        state = switch (state) {
            case Lost _ -> new Lost(trouble, clock.now());
            case Closed _, Counting _ -> new Closed(trouble, clock.now());
        };
        tell(trouble);
    }

    private void tell(String trouble) {
        if (told.equals(trouble)) return;
        told = trouble;
        var hurt = state instanceof Lost ? "it was not pinged and resets the machine unless that ends"
                : setting.mode == Mode.REQUIRED ? "this node may not be primary without it" : "the guardian alone ends the server";
        LOG.error("watchdog: {}; {}", trouble, hurt);
    }

    private void reopenAndStop() {
        try {
            stop(WatchdogDevice.open(setting.driver, setting.device));
        } catch (IOException trouble) {
            state = new Lost(trouble.getMessage(), clock.now());
            LOG.error("watchdog: {}; it could not be stopped, and may reset this machine", trouble.getMessage());
        }
    }

    private void stop(WatchdogDevice device) {
        try {
            device.disarm();
            state = new Closed("");
            mark.clear();
            if (device.canBeStopped()) LOG.info("watchdog: {} is disarmed", setting.device);
            else LOG.error("watchdog: {} ({}) cannot be stopped, and resets this machine unless somebody pings it", setting.device, device.identity());
        } catch (IOException trouble) {
            state = new Lost(trouble.getMessage(), clock.now());
            LOG.error("watchdog: {}; it could not be stopped, and may reset this machine", trouble.getMessage());
        }
    }
}
