package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is remembered for failsafe mode, of both sides ([FailsafeMode]).
///
/// As one that confirms: until `vouched` a leader that this member confirmed may be primary, whose WAL reached at least as far as `told`. `asked` is the
/// heartbeat over which an attempt of this member to take the lock may be under way; at its start that of a former process of this agent.
///
/// As the leader: until `kept` it was confirmed by all. `lease` is its own, as it was read last. The key of revision `revision` says one of `possible`:
/// what was read, or what was sent over that and may have been carried out since.
public record Vouching(Moment vouched, ClusterStatus told, long asked, Moment kept, Lease lease, long revision, List<Document> possible) {
    private static final long WHATEVER_COMES_FIRST = -1;
    public static final Vouching UNKNOWN = new Vouching(new Moment(0), ClusterStatus.UNKNOWN, WHATEVER_COMES_FIRST, new Moment(0), Lease.NONE, -1, List.of());

    public Vouching {
        possible = List.copyOf(possible);
    }

    /// `forgot`: etcd was set back until this read. `heartbeat` is the revision of the one read.
    Vouching reading(Failsafe seen, long heartbeat, Lease its, boolean forgot) {
        var newer = forgot || seen.modRevision() > revision;
        return new Vouching(vouched, told, asked == WHATEVER_COMES_FIRST ? heartbeat : asked, kept, its, newer ? seen.modRevision() : revision,
                newer ? List.of(seen.members()) : and(seen.members()));
    }

    Vouching asking(long heartbeat) {
        return new Vouching(vouched, told, heartbeat, kept, lease, revision, possible);
    }

    Vouching sending(Document members) {
        return new Vouching(vouched, told, asked, kept, lease, revision, and(members));
    }

    /// Nothing that was promised before is taken back.
    Vouching confirming(LeaderClaim claim, Duration ttl, Moment now) {
        return new Vouching(Moment.later(vouched, now.plus(Deadlines.of(ttl).quarantine())), claim.status().optime().known() ? claim.status() : told, asked, kept, lease, revision, possible);
    }

    Vouching confirmed(Moment until) {
        return new Vouching(vouched, told, asked, Moment.later(kept, until), lease, revision, possible);
    }

    private List<Document> and(Document members) {
        if (possible.contains(members)) return possible;
        var more = new ArrayList<>(possible);
        more.add(members);
        return more;
    }
}
