package io.matriarch.dcs;

/// Whether etcd may have been ended between two looks, and something older put in its place. Its keys need not tell: they may be exactly as they
/// were, although somebody led in between. A connection tells: none outlives the process that it leads to, and whoever restores etcd ends all members.
///
/// Behind a proxy that keeps our connection while it makes a new one to etcd, nothing of this holds. Used on the adapter's one thread only.
final class Continuity {
    /// 0 means any connection.
    private long number = 1;
    /// When the last look that was answered was begun.
    private long begun = System.nanoTime();

    /// A look that was begun at `at` was answered by `endpoint`: the number of what it came over, the same as before when that was there
    /// before the look before.
    long answered(EtcdEndpoint endpoint, long at) {
        if (!unbroken(endpoint)) number++;
        begun = at;
        return number;
    }

    /// Whether `endpoint` was connected before the last look: what it says next is of the same etcd.
    boolean unbroken(EtcdEndpoint endpoint) {
        return endpoint.connectedSince(begun);
    }

    /// The same for what was asked at a moment when the last look had this number: another one may have been answered since, over a connection that was not there then.
    boolean unbroken(EtcdEndpoint endpoint, long look) {
        return look == number && unbroken(endpoint);
    }

    /// That of the last look.
    long number() {
        return number;
    }

    /// Whether what follows a look of this number may go to `endpoint`.
    boolean reaches(EtcdEndpoint endpoint, long look) {
        return look == 0 || unbroken(endpoint, look);
    }
}
