package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a history says.
///
/// @param eras        who was writable when, oldest first
/// @param overlap     the longest time of two writable servers
/// @param outage      the longest time without an acknowledgement for the recorder, from its last one before the fault on
/// @param acked       rows acknowledged to the recorder
/// @param lost        acknowledged rows, of any client, that the final primary does not have
/// @param lostOfRecorder how many of those were the recorder's
/// @param refusedButThere rows that were refused and exist nevertheless
/// @param twice       rows found more than once
/// @param unasked     rows that nobody wrote
public record Verdict(List<Era> eras, Overlap overlap, Duration outage, long acked, Map<Loss, List<Long>> lost, long lostOfRecorder,
        List<Long> refusedButThere, List<Long> twice, List<Long> unasked) {

    /// Acknowledged rows lost for this reason.
    public int lost(Loss reason) {
        return lost.getOrDefault(reason, List.of()).size();
    }
}
