package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Candidacy;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Vow;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import java.util.List;

/// A promise on its way, whatever the stance: first it is written down, then the WAL receiver ends; what is said of it is in the member key. And a
/// candidate streams what it lacks from a voter that has promised.
public final class Promising {
    private Promising() {}

    public static List<Action> actions(World w, Stance stance) {
        if (Vow.toWrite(w) instanceof Promised.To promise) return List.of(new Action.WritePromise(promise));
        if (w.job().busy() || !(w.postgres() instanceof PostgresState.Running server) || !Vow.mustEnd(w)) return List.of();
        if (Candidacy.of(w) instanceof Candidacy.Standing.Fetches(var from, _)) return fetch(w.cluster().member(from).endpoint(), new Upstream.Standby(from, w.cluster().member(from).endpoint()), server);
        return server.replication().receiver() == Receiver.GONE ? List.of() : List.of(new Action.Follow(Upstream.NOBODY));
    }

    private static List<Action> fetch(Endpoint at, Upstream upstream, PostgresState.Running server) {
        return at.known() && !at.equals(server.facts().configuredUpstream()) ? List.of(new Action.Follow(upstream)) : List.of();
    }
}
