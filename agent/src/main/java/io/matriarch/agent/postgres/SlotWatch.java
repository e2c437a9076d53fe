package io.matriarch.agent.postgres;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.DiskView.SlotUse;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// For how long nobody has received from a slot, as far as this agent has seen: PostgreSQL says so from version 17 on only.
final class SlotWatch {
    private final Clock clock;
    private final AtomicReference<List<SlotUse>> last = new AtomicReference<>(List.of());
    private Map<String, Moment> idle = Map.of();

    SlotWatch(Clock clock) {
        this.clock = clock;
    }

    List<SlotUse> last() {
        return last.get();
    }

    /// `name:active:bytes:lost`, with commas between; a slot's name has neither. One thread.
    void seen(String text) {
        var now = clock.now();
        var still = new HashMap<String, Moment>();
        last.set(Stream.of(text.split(",", -1)).filter(s -> !s.isEmpty()).map(s -> s.split(":", -1)).map(parts -> use(parts, still, now)).toList());
        idle = still;
    }

    private SlotUse use(String[] parts, Map<String, Moment> still, Moment now) {
        var active = Boolean.parseBoolean(parts[1]);
        if (!active) still.put(parts[0], idle.getOrDefault(parts[0], now));
        return new SlotUse(parts[0], active, Long.parseLong(parts[2]), Boolean.parseBoolean(parts[3]), active ? Duration.ZERO : still.get(parts[0]).until(now));
    }
}
