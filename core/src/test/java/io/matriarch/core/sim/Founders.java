package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;

/// Only who made the data writes the cluster's identity: a standby never does, not even after etcd was wiped (safety.md I8).
final class Founders {
    static final String NAME = "no standby makes a cluster";

    private Founders() {}

    static void wrote(MemberName name, boolean standby) {
        if (standby) throw new Breach(NAME, name + " writes initialize, and its server is a standby");
    }
}
