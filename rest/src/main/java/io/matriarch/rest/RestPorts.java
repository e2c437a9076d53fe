package io.matriarch.rest;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.Peers;
import io.matriarch.core.runtime.Operator;

/// What the handlers reach: the loop, etcd for operators' writes, the peers for the check of candidates, the clock, the journal, what is measured.
/// `reload` does what SIGHUP does: it reads files.
public record RestPorts(Operator operator, Dcs dcs, Peers peers, Clock clock, Decisions decisions, Timings timings, Runnable reload) {
    /// Of a node that measures nothing.
    public RestPorts(Operator operator, Dcs dcs, Peers peers, Clock clock, Decisions decisions, Runnable reload) {
        this(operator, dcs, peers, clock, decisions, new Timings(), reload);
    }

    /// The same, with one thing more that a reload does.
    RestPorts reloading(Runnable more) {
        return new RestPorts(operator, dcs, peers, clock, decisions, timings, () -> {
            reload.run();
            more.run();
        });
    }
}
