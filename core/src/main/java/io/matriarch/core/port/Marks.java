package io.matriarch.core.port;

import io.matriarch.core.view.HighWater;

/// The high-water mark on this member's own disk.
public interface Marks {
    /// What the disk says; unknown where it says nothing that can be trusted. Asked once, when the agent starts.
    HighWater read();

    /// Keeps this one from now on, as soon as the disk can. Nobody waits for it: one that is lost costs a second's worth of the mark.
    void keep(HighWater mark);
}
