package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The primary of another cluster, which a standby cluster follows: one address, behind which another server may come to be. Nobody judges it here.
final class SimRemote {
    static final String HOST = "remote.example";
    private static final long RECORD = 4096;
    final SimServer server;
    private final Map<MemberName, SimServer> all = new LinkedHashMap<>();

    SimRemote(EventQueue queue, SimNetwork network, Map<MemberName, SimServer> followers) {
        server = new SimServer(new SimProcess(queue, 0), StandbyCluster.REMOTE, network, all, new Invariants(queue));
        server.elsewhere = true;
        followers.values().forEach(follower -> {
            all.put(follower.name, follower);
            follower.beyond = server;
        });
    }

    /// A cluster of its own from the beginning.
    void found() {
        server.wal = Wal.START.next();
        opens();
    }

    /// What followed `primary` was promoted: it has all of its WAL as it is now.
    void leave(SimServer primary) {
        server.wal = primary.wal;
        server.timeline = primary.timeline;
        server.forks = primary.forks;
        failOver(0);
        opens();
    }

    /// Another server takes writes at this address, on a new timeline, without the last records of the one before.
    void failOver(long without) {
        server.wal = server.wal.upTo(new WalPosition(server.wal.end().bytes() - without * RECORD));
        var rows = new ArrayList<>(server.forks);
        rows.add(new TimelineHistory.Row(new Timeline(server.timeline), server.wal.end(), "no recovery target specified", "", ""));
        server.forks = List.copyOf(rows);
        server.timeline++;
        server.wal = server.wal.next();
        server.life++;
        server.checkpoint();
        server.receiver.tellFollowers();
    }

    /// A client of it commits one record.
    void write() {
        server.wal = server.wal.next();
        server.receiver.tellFollowers();
    }

    private void opens() {
        server.phase = SimServer.Phase.UP;
        server.standby = false;
        server.checkpoint();
    }
}
