package io.matriarch.core.view;

import java.util.List;

/// Everything under `/{namespace}/{scope}/` from one linearizable read at etcd revision `revision`.
/// `configRevision` is the modification revision of the `config` key, 0 when there is none.
public record ClusterView(long revision, LeaderLock lock, Release release, Initialize initialize, List<Member> members,
        Document config, long configRevision, OperatorRequest request, TimelineHistory history, ClusterStatus status,
        SyncState sync, Failsafe failsafe, Heartbeat heartbeat, TimelineClaim claim, TermClaim term) {
    public static final ClusterView EMPTY = new ClusterView(0, LeaderLock.ABSENT, Release.NONE, Initialize.MISSING, List.of(),
            Document.EMPTY, 0, OperatorRequest.NONE, TimelineHistory.UNKNOWN, ClusterStatus.UNKNOWN, SyncState.OFF, Failsafe.NONE, Heartbeat.NEVER,
            TimelineClaim.NONE, TermClaim.NONE);

    /// One in which no term was ever given.
    public ClusterView(long revision, LeaderLock lock, Release release, Initialize initialize, List<Member> members, Document config, long configRevision,
            OperatorRequest request, TimelineHistory history, ClusterStatus status, SyncState sync, Failsafe failsafe, Heartbeat heartbeat, TimelineClaim claim) {
        this(revision, lock, release, initialize, members, config, configRevision, request, history, status, sync, failsafe, heartbeat, claim, TermClaim.NONE);
    }

    public ClusterView {
        members = List.copyOf(members);
    }

    public boolean hasMember(MemberName name) {
        return members.stream().anyMatch(m -> m.name().equals(name));
    }

    /// The member of that name, or one of which nothing is known.
    public Member member(MemberName name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst()
                .orElse(new Member(name, LeaseId.NONE, Document.EMPTY));
    }

    public List<Member> others(MemberName me) {
        return members.stream().filter(m -> !m.name().equals(me)).toList();
    }
}
