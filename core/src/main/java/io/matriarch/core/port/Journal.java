package io.matriarch.core.port;

import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import java.util.List;

/// Where decisions that changed something are written down.
public interface Journal {
    /// Bounded and quick; trouble with the disk never comes back to the loop.
    void record(World world, Decision decision, List<Performed> performed);

    /// An exception that should not exist: nothing was planned in this tick, the leash still guards.
    void bug(RuntimeException bug);
}
