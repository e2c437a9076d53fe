package io.matriarch.core.ha.rules;

import io.matriarch.core.ha.Lineage;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Rebuilds;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;

/// What was tried in vain to rebuild this copy: whom to copy instead, and how long to wait.
final class Rebuilding {
    /// The longest pause. What it waits for (room on a disk, a source that works) is the work of a person, and a clone that fails is not free.
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Rebuilding() {}

    /// A copy that has left the history of this one and cannot be rewound. Once a rewind to it has failed no second one is tried: the two ways would take turns for ever where
    /// neither has room.
    static boolean mustClone(World w, Lineage lineage, Supplier<Member> authority) {
        return lineage == Lineage.DIVERGED && (!w.config().usePgRewind(w.node()) || !w.local().rebuilds().of(JobKind.REWIND, authority.get().name()).isEmpty());
    }

    static boolean formerPrimary(World w) {
        return w.postgres() instanceof PostgresState.Stopped(var control, _) && !control.standby();
    }

    /// Whether cloning from this source failed so short ago that it waits: for 3 seconds first, then twice as long each time.
    static boolean clonePauses(World w, Member source) {
        return clonePauses(w, source.name());
    }

    /// The same of a copy that needs no source.
    static boolean restorePauses(World w) {
        return clonePauses(w, Rebuilds.NO_SOURCE);
    }

    private static boolean clonePauses(World w, MemberName source) {
        var failures = w.local().rebuilds().of(JobKind.CLONE, source);
        return !failures.isEmpty() && w.now().isBefore(failures.getLast().at().plus(pause(failures.size())));
    }

    private static Duration pause(int failures) {
        var pause = Pauses.AFTER_FAILURE.multipliedBy(1L << Math.min(failures - 1, 8));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /// Whom a copy that is not there can be taken from now.
    static Member source(World w) {
        return standIn(w).orElse(LockOthers.leader(w));
    }

    /// The standby to copy rather than the leader, because it has the tag `clonefrom` or because copying the leader failed more often: one that streams on its
    /// timeline. Several with the tag are spread over those who copy. None where the old copy may have what others lack: the leader's history alone is sure
    /// to be the cluster's.
    static Optional<Member> standIn(World w) {
        if (!w.postgres().copyless()) return Optional.empty();
        var leader = LockOthers.leader(w);
        return w.cluster().others(w.me()).stream().filter(member -> streams(member, leader) && failures(w, member) < failures(w, leader) + (member.tags().cloneFrom() ? 1 : 0))
                .min(Comparator.comparingInt((Member member) -> failures(w, member)).thenComparing(member -> !member.tags().cloneFrom()).thenComparingInt(member -> spread(w, member)));
    }

    private static int spread(World w, Member source) {
        return (w.me().value() + "/" + source.name().value()).hashCode();
    }

    private static int failures(World w, Member source) {
        return w.local().rebuilds().of(JobKind.CLONE, source.name()).size();
    }

    private static boolean streams(Member member, Member leader) {
        return !member.name().equals(leader.name()) && member.running() && member.role().equals("replica") && member.endpoint().known()
                && member.data().text("replication_state", "").equals("streaming") && member.timeline().id() > 0 && member.timeline().equals(leader.timeline());
    }
}
