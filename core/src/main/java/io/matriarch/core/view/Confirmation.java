package io.matriarch.core.view;

/// What a member says to a [LeaderClaim].
public sealed interface Confirmation {
    /// It will not take the lock before a whole ttl has passed since it heard the claim.
    record Accepted() implements Confirmation {}

    record Refused(Ground ground, String because) implements Confirmation {}

    /// No answer in time: it may have accepted all the same.
    record Silent(String reason) implements Confirmation {}

    /// Patroni tells them apart by its status.
    enum Ground {
        OFF, LEADS, UNKNOWN
    }

    Accepted ACCEPTED = new Accepted();
}
