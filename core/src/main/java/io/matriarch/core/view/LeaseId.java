package io.matriarch.core.view;

/// An etcd lease. Both the member key and the leader key of one agent hang on its lease.
public record LeaseId(long id) {
    public static final LeaseId NONE = new LeaseId(0);
}
