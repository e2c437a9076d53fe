package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.List;

/// Everything that was observed around one fault.
///
/// @param writes    every write sent, by any client, in any order
/// @param finalRows the ids found on the final primary once the cluster was whole again
/// @param standstills whole hosts that were frozen, and when
/// @param faultAt   when the fault was injected
/// @param endedAt   when the observation ended
public record History(List<Write> writes, List<Long> finalRows, List<Standstill> standstills, Duration faultAt, Duration endedAt) {

    public History {
        writes = List.copyOf(writes);
        finalRows = List.copyOf(finalRows);
        standstills = List.copyOf(standstills);
    }
}
