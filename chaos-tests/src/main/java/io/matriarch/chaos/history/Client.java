package io.matriarch.chaos.history;

/// Who wrote.
public enum Client {
    /// One application, which goes where `GET /primary` answers 200. Its rows count when losses are counted.
    RECORDER,
    /// Tries every node all the time, whatever the node says of itself. It exists to catch two writable servers.
    PROBE
}
