package io.matriarch.agent.host;

/// Hears what becomes of the guarded server, within milliseconds of the kernel telling the guardian.
///
/// Called on the thread `guardian-events`, one call after another; must not block, and must not call [GuardianProcess] and
/// wait there, for the answer would have to come on this very thread.
public interface GuardianListener {
    /// How the server is being ended: orderly, or by SIGKILL for every process.
    enum Fence {
        SOFT, HARD
    }

    /// The server as it is when the connection opens, and whenever the guardian is asked.
    void running(GuardedServer server);

    /// A deadline passed or KILL was asked for. It is never taken back; [#exited] follows.
    void fencing(Fence fence);

    /// So many processes outlived SIGKILL for 5 s (they wait for a disk). They cannot answer a client any more; still waiting.
    void stuck(int processes);

    /// No process of this server is left, and the guardian ends. The last call.
    void exited(ServerExit exit);

    /// The connection ended, and nobody knows why: the guardian was killed (the server follows it), or another agent took over. The
    /// last call. Whether a server still runs tells [LeftoverPostmaster].
    void lost(String reason);
}
