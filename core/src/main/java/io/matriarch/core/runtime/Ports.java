package io.matriarch.core.runtime;

import io.matriarch.core.port.Callbacks;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.Journal;
import io.matriarch.core.port.Leases;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Peers;
import io.matriarch.core.port.Marks;
import io.matriarch.core.port.Promises;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.Watchdog;
import io.matriarch.core.view.WatchdogView;

/// The world as the loop is given it. All replies come on `loop`.
public record Ports(Clock clock, Scheduler loop, Dcs dcs, LocalPostgres postgres, Peers peers, Journal journal, Promises promises,
        Watchdog watchdog, Marks marks, Leases leases, Callbacks callbacks) {
    /// Of a node whose operator has no scripts.
    public Ports(Clock clock, Scheduler loop, Dcs dcs, LocalPostgres postgres, Peers peers, Journal journal, Promises promises, Watchdog watchdog, Marks marks, Leases leases) {
        this(clock, loop, dcs, postgres, peers, journal, promises, watchdog, marks, leases, _ -> {});
    }

    /// Nor needs a watchdog to lead.
    public Ports(Clock clock, Scheduler loop, Dcs dcs, LocalPostgres postgres, Peers peers, Journal journal, Promises promises, Marks marks, Leases leases) {
        this(clock, loop, dcs, postgres, peers, journal, promises, () -> WatchdogView.FIT, marks, leases);
    }
}
