package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;

/// Only who made the data, or leads with it, writes the cluster's identity: a standby never does, not even after etcd was wiped (safety.md I8).
/// What its server was when it was sent counts: a write may be under way for long (seed 4119).
final class Founders {
    static final String NAME = "no standby makes a cluster";

    private Founders() {}

    static void wrote(MemberName name, boolean standby) {
        if (standby) throw new Breach(NAME, name + " writes initialize, and its server is a standby");
    }
}
