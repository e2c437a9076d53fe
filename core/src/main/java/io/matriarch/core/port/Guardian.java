package io.matriarch.core.port;

import io.matriarch.core.view.Permit;

/// The small process that is PostgreSQL's parent and ends it when the permit ends, whatever happens to the agent.
public interface Guardian {
    /// Hands it the deadlines. True when it confirmed them, or when no server runs (the start hands them over then):
    /// without that, nothing may become primary.
    /// Bounded to milliseconds: it is a local socket. Where the two deadlines are one the server is killed without being asked to stop before.
    boolean arm(Permit.Until permit);

    /// The server is a standby for certain now: nothing to end.
    void disarm();

    /// What it is armed with, found by an agent that comes back; [Permit#NONE] when nothing runs or it is unarmed.
    Permit armed();

    /// Asks for a fast shutdown now.
    void stopNow();

    /// Ends every process of the server now (SIGKILL), in milliseconds.
    void killNow();
}
