package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.PostgresState;
import java.util.List;

/// The running server has the configuration of this cluster revision.
public final class Configuration {
    private Configuration() {}

    public static List<Action> actions(World w, Stance stance) {
        var behind = w.cluster().configRevision() != 0 && w.cluster().configRevision() != w.local().appliedConfigRevision();
        return behind && w.postgres() instanceof PostgresState.Running && !w.job().busy() ? List.of(new Action.Configure(w.config())) : List.of();
    }
}
