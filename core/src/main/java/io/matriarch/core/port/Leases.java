package io.matriarch.core.port;

import io.matriarch.core.view.OwnLeases;

/// The leases of this agent on its own disk, so that it knows its own keys again after a restart.
public interface Leases {
    /// What the disk says; none where it says nothing that can be trusted. Asked once, when the agent starts.
    OwnLeases read();

    /// Keeps these from now on, as soon as the disk can. Nobody waits for it: an agent that finds its key on a lease that it does not know waits until that
    /// has run out.
    void keep(OwnLeases leases);
}
