package io.matriarch.core.view;

import java.time.Duration;
import java.util.List;

/// What the agent's own probe last found on the file systems that the server writes to. Old by up to one probe, never waited for.
///
/// `walBytes` is what pg_wal takes, `walHigh` whether that is more of its file system than the operator's watermark. All but `state` is shown
/// and alerted on; nothing is decided by it.
public record DiskView(DiskState state, List<Place> places, long walBytes, boolean walHigh, List<SlotUse> slots) {
    public static final DiskView UNKNOWN = of(new DiskState.Unknown());

    public DiskView {
        places = List.copyOf(places);
        slots = List.copyOf(slots);
    }

    public static DiskView of(DiskState state) {
        return new DiskView(state, List.of(), 0, false, List.of());
    }

    /// Whether a small file can be written and made durable there.
    public sealed interface DiskState {
        /// Nothing was probed yet, or there is nothing to probe.
        record Unknown() implements DiskState {}

        record Fit() implements DiskState {}

        /// It could not be written `since` then without a break, and was last seen so at `last`. One that is well again is reported so for a while:
        /// space that the stopped server gave back is no reason to start it there again.
        record Unfit(DiskTrouble trouble, Moment since, Moment last, String reason) implements DiskState {
            /// Whether that went on for as long as `patience`.
            public boolean forAsLongAs(Duration patience) {
                return since.until(last).compareTo(patience) >= 0;
            }
        }
    }

    public enum DiskTrouble {
        /// No space, or no more of it for this user.
        FULL,
        READ_ONLY,
        /// A write or an fsync has not come back.
        HUNG,
        /// Another error of the operating system.
        FAILED
    }

    /// One file system: `name` is `data` or `wal`. `low`: less free than the operator's watermark, and since then never clearly more.
    public record Place(String name, long total, long free, boolean low) {}

    /// A physical slot: how much WAL waits for it, and for how long nobody has received from it. `lost`: it has gone too far back and is of no use.
    public record SlotUse(String name, boolean active, long retained, boolean lost, Duration idle) {}
}
