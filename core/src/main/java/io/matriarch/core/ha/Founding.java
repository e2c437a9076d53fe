package io.matriarch.core.ha;

import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;

/// The right to make the cluster, the empty `initialize` key, once nobody uses it: who took it never heard that he had (the answer was lost), or
/// ended before he began. It is nobody's then, and all would wait for ever.
///
/// Who takes it over compares its revision, so of several one gets it, and the others begin to wait anew. Should the first founder live all the same (cut
/// off from etcd for two ttl, initdb under way), he gives up when he hears of it (`always.founding-overtaken`). Should both have run initdb to its end, one
/// writes the identity first, for that goes over an empty key only; the other's copy is of another database system, which is never started, and waits
/// for a person (`always.foreign-system-id`).
public final class Founding {
    private Founding() {}

    /// The claim is there unchanged for a whole ttl, nobody says that he runs initdb, and no member has anything that could be the cluster.
    public static boolean orphaned(World w) {
        return ripe(w) && w.cluster().others(w.me()).stream().allMatch(m -> w.peers().get(m.name()) instanceof PeerReport.Answered a && a.copyless() && !a.running());
    }

    /// initdb runs here by a right that is another's by now.
    public static boolean overtaken(World w) {
        return w.job() instanceof JobStatus.Running(var kind, _, _) && kind == JobKind.BOOTSTRAP && w.local().founding() != 0 && switch (w.initialize()) {
            case Initialize.InProgress(var revision) -> revision != w.local().founding();
            case Initialize.Done _ -> true;
            case Initialize.Missing _ -> false;
        };
    }

    /// Whether the others are to be asked for that.
    static boolean ripe(World w) {
        var claim = w.memory().recent().claim();
        return w.initialize() instanceof Initialize.InProgress(var revision) && revision == claim.revision() && w.lock() instanceof LeaderLock.Absent
                && !w.now().isBefore(claim.since().plus(w.config().timing().ttl())) && !MemberKey.anotherFounds(w) && nobodyEverLed(w) && mayFound(w);
    }

    private static boolean nobodyEverLed(World w) {
        return w.memory().sign().revision() == 0 && w.cluster().heartbeat().revision() == 0 && !w.cluster().status().optime().known() && w.cluster().history().rows().isEmpty();
    }

    /// Whether this member may make a cluster at all: it would be the first to lead it.
    public static boolean mayMake(World w) {
        return w.node().mayBootstrap() && !w.node().tags().noFailover() && !w.watchdogUnfit();
    }

    private static boolean mayFound(World w) {
        var copyless = w.postgres() instanceof PostgresState.NoData || w.postgres() instanceof PostgresState.HalfDone(var marker) && marker.equals("bootstrap");
        return copyless && mayMake(w);
    }
}
