package io.matriarch.core.view;

import java.util.List;

/// What the leader's server itself said (IDENTIFY_SYSTEM, TIMELINE_HISTORY) when this node needed to know whether it can follow.
public sealed interface UpstreamView {
    /// It was not asked: nothing depends on it now.
    record NotAsked() implements UpstreamView {}

    record Silent(String reason) implements UpstreamView {}

    /// `forks` are the ends of all timelines before `timeline`, oldest first. `recovering` while it has not finished its promotion.
    record Answered(MemberName member, SystemId systemId, Timeline timeline, WalPosition end, boolean recovering,
            List<TimelineHistory.Row> forks) implements UpstreamView {
        public Answered {
            forks = List.copyOf(forks);
        }
    }

    NotAsked NOT_ASKED = new NotAsked();
}
