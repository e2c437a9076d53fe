package io.matriarch.agent.disk;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.DiskView.SlotUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The disks of one data directory: a probe of the directory, one of pg_wal when that is elsewhere, and how much room there is. Says once when
/// something begins and when it is over.
public final class Disks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Disks.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private final Path data;
    private final Supplier<Watermarks> marks;
    private final AtomicReference<Room> room = new AtomicReference<>(Room.UNKNOWN);
    private final AtomicReference<String> said = new AtomicReference<>("");
    private final DiskProbe dataProbe;
    private final DiskProbe walProbe;

    /// Touches nothing before there is a data directory that is whole.
    public Disks(Path data, Clock clock, Supplier<Watermarks> marks) {
        this.data = data;
        this.marks = marks;
        var sign = data.resolve("PG_VERSION");
        var file = new SmallFile(data, sign);
        this.dataProbe = new DiskProbe("data", () -> {
            var result = file.run();
            if (!(result instanceof Attempt.Result.Skipped)) measure();
            return result;
        }, clock, PAUSE).start();
        this.walProbe = new DiskProbe("wal", this::wal, clock, PAUSE).start();
    }

    private Attempt.Result wal() {
        try {
            var wal = data.resolve("pg_wal");
            var apart = Files.exists(wal) && !Files.getFileStore(wal).equals(Files.getFileStore(data));
            return apart ? new SmallFile(wal, data.resolve("PG_VERSION")).run() : new Attempt.Result.Skipped();
        } catch (IOException gone) {
            return new Attempt.Result.Skipped();
        }
    }

    private void measure() {
        try {
            var before = room.get();
            var now = before.again(data, marks.get());
            room.set(now);
            say(before, now);
        } catch (IOException | RuntimeException unknown) {
            LOG.debug("room on the disks of {} is not known: {}", data, unknown.toString());
        }
    }

    private static void say(Room before, Room now) {
        for (var place : now.places()) {
            var low = before.places().stream().anyMatch(p -> p.name().equals(place.name()) && p.low());
            if (place.low() && !low) LOG.warn("disk low ({}): {} of {} MB free", place.name(), place.free() >> 20, place.total() >> 20);
            if (!place.low() && low) LOG.info("disk low no more ({}): {} of {} MB free", place.name(), place.free() >> 20, place.total() >> 20);
        }
        if (now.walHigh() && !before.walHigh()) LOG.warn("pg_wal has grown to {} MB; GET /metrics says what keeps it (matriarch_slot_retained_bytes)", now.walBytes() >> 20);
        if (!now.walHigh() && before.walHigh()) LOG.info("pg_wal is down to {} MB", now.walBytes() >> 20);
    }

    /// What is known now, at once. `slots` are the server's.
    public DiskView view(List<SlotUse> slots) {
        var state = worse(dataProbe.state(), walProbe.state());
        announce(state);
        var known = room.get();
        return new DiskView(state, known.places(), known.walBytes(), known.walHigh(), slots);
    }

    private static DiskState worse(DiskState data, DiskState wal) {
        return data instanceof DiskState.Unfit || !(wal instanceof DiskState.Unfit) ? data : wal;
    }

    private void announce(DiskState state) {
        var now = state instanceof DiskState.Unfit(var trouble, _, _, var reason) ? trouble + " (" + reason + ")" : "";
        var before = said.getAndSet(now);
        if (!now.isEmpty() && before.isEmpty()) LOG.warn("a disk of the server takes no write: {}", now);
        if (now.isEmpty() && !before.isEmpty()) LOG.info("the disks of the server take writes again");
    }

    @Override
    public void close() {
        dataProbe.close();
        walProbe.close();
    }
}
