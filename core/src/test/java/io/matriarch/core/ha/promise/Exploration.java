package io.matriarch.core.ha.promise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Visits every state that the model can come to, the nearest first, until one is a loss.
/// `elections` and `acknowledged` count the states with a new leader and with a confirmed commit: a proof over none of them would prove nothing.
record Exploration(long states, long elections, long acknowledged, List<Cluster> loss) {
    static Exploration of(PromiseModel model) {
        var seen = new HashSet<Cluster>();
        var queue = new ArrayDeque<Cluster>();
        var elections = 0L;
        var acknowledged = 0L;
        reached(model.first(), seen, queue);
        for (var state = queue.poll(); state != null; state = queue.poll()) {
            if (model.lost(state)) return new Exploration(seen.size(), elections, acknowledged, way(model, state));
            if (state.second() >= 2 || state.third() == 2) elections++;
            if (model.acknowledged(state) > 0) acknowledged++;
            model.steps(state, next -> reached(next, seen, queue));
        }
        return new Exploration(seen.size(), elections, acknowledged, List.of());
    }

    private static void reached(Cluster state, Set<Cluster> seen, ArrayDeque<Cluster> queue) {
        if (seen.add(state)) queue.add(state);
    }

    /// The states on a shortest way there, found by a second walk so that the first need not remember where each came from.
    private static List<Cluster> way(PromiseModel model, Cluster to) {
        Map<Cluster, Cluster> from = new HashMap<>();
        var queue = new ArrayDeque<Cluster>();
        from.put(model.first(), model.first());
        queue.add(model.first());
        while (!from.containsKey(to)) {
            var state = queue.remove();
            model.steps(state, next -> {
                if (from.putIfAbsent(next, state) == null) queue.add(next);
            });
        }
        var way = new ArrayList<>(List.of(to));
        while (!way.getFirst().equals(model.first())) way.addFirst(from.get(way.getFirst()));
        return way;
    }

    boolean lost() {
        return !loss.isEmpty();
    }

    String told() {
        return String.format(Locale.ROOT, "%,d states, %,d with a new leader, %,d with an acknowledged record: %s", states, elections, acknowledged,
                lost() ? "LOST after " + (loss.size() - 1) + " steps" : "nothing lost");
    }
}
