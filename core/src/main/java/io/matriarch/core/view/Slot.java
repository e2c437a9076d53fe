package io.matriarch.core.view;

import java.util.List;
import java.util.function.Predicate;

/// A replication slot of the local server. `position` is from where on it keeps WAL (physical) or up to where its consumer has confirmed (logical);
/// zero while a physical one keeps none. `lost`: WAL that it needs is gone.
public record Slot(String name, Kind kind, boolean active, WalPosition position, boolean lost) {
    public sealed interface Kind {
        /// `pinned`: it also keeps the primary from removing dead rows (xmin), for a standby that received from it.
        record Physical(boolean pinned) implements Kind {}

        record Logical(String database, String plugin) implements Kind {}
    }

    public boolean physical() {
        return kind instanceof Kind.Physical;
    }

    public boolean logical() {
        return kind instanceof Kind.Logical;
    }

    /// Whether it holds back dead rows for a standby.
    public boolean pinned() {
        return kind instanceof Kind.Physical(var pinned) && pinned;
    }

    /// The names of those that are of use.
    public static List<String> names(List<Slot> slots, Predicate<Slot> which) {
        return slots.stream().filter(s -> !s.lost() && which.test(s)).map(Slot::name).sorted().toList();
    }
}
