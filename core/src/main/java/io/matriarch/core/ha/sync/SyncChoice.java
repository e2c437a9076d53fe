package io.matriarch.core.ha.sync;

import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState.Follower;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Upstreams;
import io.matriarch.core.view.WalPosition;
import java.util.Comparator;
import java.util.List;

/// Which followers shall acknowledge commits. `end` is how far the leader `me` has flushed; `already` are those with a part in it now.
public record SyncChoice(MemberName me, WalPosition end, List<Follower> followers, List<Member> members, NameSet already) {
    private record Fit(Follower row, Tags tags) {
        String name() {
            return row.application();
        }
    }

    public SyncChoice {
        followers = List.copyOf(followers);
        members = List.copyOf(members);
    }

    /// `configured` are the operator's own names, for when no synchronous mode is on.
    public Wish wish(SyncMode mode, StandbyNames configured) {
        var chosen = switch (mode.kind()) {
            case OFF -> NameSet.NONE;
            case ON -> names(fit(mode).stream().limit(mode.nodes()).toList());
            case QUORUM -> voters(fit(mode), mode.nodes());
        };
        if (!mode.synchronous()) return new Wish.Asynchronous(configured);
        if (chosen.isEmpty() || mode.nodes() == 0) return mode.strict() ? new Wish.Block() : new Wish.Nobody();
        return mode.kind() == SyncMode.Kind.ON ? new Wish.All(chosen) : new Wish.AnyOf(Math.min(mode.nodes(), chosen.size()), chosen);
    }

    /// Those who have flushed all WAL up to `mark`.
    public static NameSet caughtUp(List<Follower> followers, WalPosition mark) {
        return NameSet.of(followers.stream().filter(f -> f.flushed().known() && !mark.isAfter(f.flushed())).map(Follower::application).toList());
    }

    /// One that may never lead is no voter while others suffice: it could be ahead of all that may.
    private static NameSet voters(List<Fit> fit, int count) {
        var needed = fit.stream().limit(count).toList();
        return names(fit.stream().filter(f -> !f.tags.noFailover() || needed.contains(f)).toList());
    }

    private static NameSet names(List<Fit> fit) {
        return NameSet.of(fit.stream().map(Fit::name).toList());
    }

    /// Best first: who may lead, by sync_priority, then who takes part already, so that equals are not exchanged, then the furthest.
    private List<Fit> fit(SyncMode mode) {
        var able = followers.stream().map(f -> new Fit(f, tags(f.application()))).filter(this::able).toList();
        var furthest = able.size() > 1 ? able.stream().map(f -> f.row.flushed()).reduce(WalPosition.ZERO, WalPosition::later) : end;
        return able.stream().filter(f -> mode.bound().allows(furthest.ahead(f.row.flushed()))).sorted(Comparator
                .<Fit, Boolean>comparing(f -> f.tags.noFailover()).thenComparingLong(f -> -priority(f.tags)).thenComparing(f -> !already.has(f.name()))
                .thenComparing(f -> f.row.flushed(), Comparator.reverseOrder()).thenComparing(Fit::name)).toList();
    }

    private boolean able(Fit f) {
        var receives = f.row.state().equals("streaming") && f.row.flushed().known() && !cascades(f);
        return receives && sole(f.name()) && member(f.name()) && priority(f.tags) > 0;
    }

    /// Two connections under one name count twice for PostgreSQL: a commit could return that one server has.
    private boolean sole(String name) {
        return followers.stream().filter(f -> f.application().equalsIgnoreCase(name)).count() == 1;
    }

    private boolean member(String name) {
        var known = members.stream().anyMatch(m -> m.name().value().equalsIgnoreCase(name) && m.running());
        return known && !me.value().equalsIgnoreCase(name) && !name.equals(StandbyNames.EVERYBODY);
    }

    /// It belongs behind another standby that streams from here; it is on its way there. Whoever is in a circle stays (seed 180), as [io.matriarch.core.ha.Following] has it: what
    /// is a circle here and none there would have commits wait for one that receives from a standby.
    private boolean cascades(Fit fit) {
        var from = fit.tags.replicateFrom();
        return followers.stream().anyMatch(f -> f.application().equalsIgnoreCase(from.value())) && !new Upstreams(me, members).inCircle(named(fit.name()), from);
    }

    /// As its member key is called.
    private MemberName named(String application) {
        return members.stream().map(Member::name).filter(name -> name.value().equalsIgnoreCase(application)).findFirst().orElse(new MemberName(application));
    }

    private Tags tags(String name) {
        return members.stream().filter(m -> m.name().value().equalsIgnoreCase(name)).findFirst().map(Member::tags).orElse(Tags.NONE);
    }

    /// `nosync` wins over `sync_priority`, of which 0 and less mean nosync.
    private static long priority(Tags tags) {
        var priority = tags.all().number("sync_priority", 1);
        if (!tags.all().has("nosync")) return priority;
        return tags.noSync() ? 0 : Math.max(1, priority);
    }
}
