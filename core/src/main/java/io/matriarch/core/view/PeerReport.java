package io.matriarch.core.view;

/// What a peer's agent answered when asked directly (GET /patroni).
public sealed interface PeerReport {
    /// No usable answer. It says nothing about the peer's server.
    record Silent(String reason) implements PeerReport {}

    record Answered(boolean primary, boolean running, Timeline timeline, WalPosition position, Tags tags) implements PeerReport {}
}
