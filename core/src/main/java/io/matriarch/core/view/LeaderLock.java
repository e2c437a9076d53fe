package io.matriarch.core.view;

/// The leader key as etcd had it at the read.
public sealed interface LeaderLock {
    /// No key. Absent is not released: without a [Release] the last holder may still live.
    record Absent() implements LeaderLock {}

    /// `createRevision` and `lease` together name one term of leadership: every guard compares both.
    /// `modRevision` moves with each renewal: it is the holder's heartbeat.
    record Held(MemberName holder, LeaseId lease, long createRevision, long modRevision) implements LeaderLock {}

    Absent ABSENT = new Absent();
}
