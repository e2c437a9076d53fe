package io.matriarch.agent.why;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;

import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.List;

/// The leader `a` loses etcd and stands down; `c` declines, `b` leads. What each agent wrote, by the real rules.
public final class Story {
    private Story() {}

    public static List<TickRecord> all() {
        return List.of(
                tick("00:00:01", 1, cluster("a", "b", "c").at("a").primary(lsn(1000)).permitted()),
                tick("00:00:20", 9, cluster("a", "b", "c").at("a").primary(lsn(1000)).permitted().dcsDark()),
                tick("00:00:25.123456789", 30, cluster("a", "b", "c").at("a").primary(lsn(1000)).permitEnded().dcsDark()),
                tick("00:00:27", 31, cluster("a", "b", "c").at("a").stoppedPrimary(lsn(1000)).permitEnded().dcsDark().jobEnded(JobKind.STOP, true, Duration.ofMillis(-312))),
                tick("00:00:30", 40, free("c").standby(lsn(900)).peerAt("b", lsn(1000))),
                tick("00:00:30.5", 41, free("b").standby(lsn(1000)).peerAt("c", lsn(900))),
                tick("00:00:30.6", 42, cluster("a", "b", "c").at("b").lockHeldBy("b").claimed("b", 2).standby(lsn(1000)).permitted()));
    }

    /// And the operator's pre_promote does not let `b` lead.
    static List<TickRecord> refused() {
        var told = new java.util.ArrayList<>(all());
        told.add(tick("00:00:31", 43, cluster("a", "b", "c").at("b").lockHeldBy("b").claimed("b", 2).standby(lsn(1000)).permitted().jobEnded(JobKind.PRE_PROMOTE, false, Duration.ofMillis(-200))));
        return List.copyOf(told);
    }

    private static GivenWorld free(String name) {
        return cluster("a", "b", "c").lockAbsent().at(name).peerSilent("a");
    }

    /// All that was planned went well.
    private static TickRecord tick(String time, long number, GivenWorld given) {
        var decision = Decider.decide(given.world());
        var plain = TickRecord.of(number, given.world(), decision, decision.plan().stream().map(a -> new Performed(a, true, "done")).toList());
        return at("2026-11-21T" + time + "Z", plain);
    }

    static TickRecord at(String time, TickRecord t) {
        return new TickRecord(t.format(), time, new MemberName(t.member().value()), t.tick(), t.rule(), t.because(), t.stance(), t.plan(), t.performed(), t.world(), t.gaps());
    }
}
