package io.matriarch.core.ha;

import io.matriarch.core.ha.Memory.Crash;
import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SlotRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What happened lately, as this agent saw it, by its own clock: an agent that has just started knows of nothing, and so holds nobody back.
///
/// `crashes` of the own server; `changes` of the leader that no operator had asked for; `gone` are members whose keys have vanished, since when (of one that
/// only a retained slot tells of the name is that of the slot). `retired` are permanent slots that were taken out of the configuration, as long as the server has them.
/// Each is bounded: the oldest are forgotten. `claim` is that to make the cluster, as long as nobody is seen to use it.
public record Recent(List<Moment> crashes, List<Moment> changes, Map<MemberName, Moment> gone, Claim claim, List<String> retired) {
    public static final Recent NONE = new Recent(List.of(), List.of(), Map.of());
    private static final int MOST = 20;

    /// The empty `initialize` key of this modification revision (0: there is none) has been there `since` then at least, and nobody said that he runs initdb.
    public record Claim(long revision, Moment since) {
        public static final Claim NONE = new Claim(0, new Moment(0));

        /// With one more look. Whoever runs initdb begins it anew, also this member: the time counts from when that was last seen.
        private Claim after(ClusterView seen, JobStatus job, Moment now) {
            if (!(seen.initialize() instanceof Initialize.InProgress(var latest))) return NONE;
            return latest == revision && !job.busy() && !MemberKey.someoneFounds(seen) ? this : new Claim(latest, now);
        }
    }

    /// Of a cluster that is made, or was never begun.
    public Recent(List<Moment> crashes, List<Moment> changes, Map<MemberName, Moment> gone) {
        this(crashes, changes, gone, Claim.NONE);
    }

    /// Of a cluster whose permanent slots are what they were.
    public Recent(List<Moment> crashes, List<Moment> changes, Map<MemberName, Moment> gone, Claim claim) {
        this(crashes, changes, gone, claim, List.of());
    }

    public Recent {
        crashes = List.copyOf(crashes);
        changes = List.copyOf(changes);
        retired = List.copyOf(retired);
        gone = java.util.Collections.unmodifiableMap(new TreeMap<>(gone));
    }

    /// With one more look. `before` is what was remembered before it.
    Recent after(Memory before, DcsView dcs, PostgresState postgres, JobStatus job, Moment now) {
        var crashed = crashed(before.crash(), postgres, job) ? and(crashes, now) : crashes;
        return switch (dcs) {
            case DcsView.Unreachable _ -> new Recent(crashed, changes, gone, claim, there(retired, postgres));
            case DcsView.Reachable(var seen, _, _) -> new Recent(crashed, changed(before, seen) ? and(changes, now) : changes, gone(before.cluster(), seen, now),
                    claim.after(seen, job, now), there(retired(before.cluster(), seen), postgres));
        };
    }

    /// A crash that was not there a look ago; or the server was started since the last one, and is down again before anybody saw it run.
    private boolean crashed(Crash before, PostgresState postgres, JobStatus job) {
        if (!(postgres instanceof PostgresState.Stopped(_, var crashed)) || !crashed) return false;
        return before instanceof Crash.None || job instanceof JobStatus.Ended(var kind, var at, var succeeded, _) && succeeded
                && kind == JobKind.START_PRIMARY && !crashes.isEmpty() && crashes.getLast().isBefore(at);
    }

    /// Another leads than before, and nobody asked for it.
    private static boolean changed(Memory before, ClusterView seen) {
        return known(before.heartbeat()) && known(seen.heartbeat()) && !seen.heartbeat().by().equals(before.heartbeat().by())
                && before.cluster().request() instanceof OperatorRequest.None && seen.request() instanceof OperatorRequest.None;
    }

    private static boolean known(Heartbeat heartbeat) {
        return heartbeat.revision() != 0;
    }

    /// A cluster without a member is one that etcd has forgotten, and says nothing about who is away.
    private Map<MemberName, Moment> gone(ClusterView before, ClusterView seen, Moment now) {
        if (seen.members().isEmpty()) return gone;
        var away = new TreeMap<>(gone);
        for (var member : before.members()) away.putIfAbsent(member.name(), now);
        for (var slot : seen.status().retained()) if (away.keySet().stream().noneMatch(name -> name.slotName().equals(slot))) away.put(new MemberName(slot), now);
        away.keySet().removeIf(name -> seen.members().stream().anyMatch(m -> m.name().slotName().equals(name.slotName())));
        while (away.size() > MOST) away.remove(away.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey());
        return away;
    }

    /// By two documents that were read: a wiped one retires nothing, nor does what a file says that a cluster was begun with, nor what is not understood.
    private List<String> retired(ClusterView before, ClusterView seen) {
        if (seen.configRevision() == 0 || seen.config().fields().isEmpty()) return retired;
        var out = Stream.concat(retired.stream(), new ClusterConfig(before.config()).permanentSlots().stream().map(PermanentSlot::name)).filter(name -> SlotRules.without(name, seen.config())).distinct().toList();
        return out.size() > MOST ? out.subList(out.size() - MOST, out.size()) : out;
    }

    /// Of one that is made later under the same name nobody knows whose it is.
    private static List<String> there(List<String> slots, PostgresState postgres) {
        return postgres instanceof PostgresState.Running r ? slots.stream().filter(name -> r.facts().slots().stream().anyMatch(slot -> slot.name().equals(name))).toList() : slots;
    }

    private static List<Moment> and(List<Moment> before, Moment now) {
        var longer = new ArrayList<>(before);
        longer.add(now);
        return longer.size() > MOST ? longer.subList(1, longer.size()) : longer;
    }
}
