package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.ContractNode;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.LocalPostgresContract;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The contract of the port on the simulated server: what the real one passes in agent, this one passes here.
class SimPostgresTest extends LocalPostgresContract {
    private final EventQueue queue = new EventQueue(() -> {});
    private final SimNetwork network = new SimNetwork(new Dice(1));
    private final Invariants invariants = new Invariants(queue);
    private final Map<MemberName, SimServer> servers = new LinkedHashMap<>();
    private final SimBackup backup = new SimBackup(queue, network);
    private final List<Wal> rows = new ArrayList<>();

    SimPostgresTest() {
        invariants.handsOff = true;
    }

    @Override
    protected ContractNode node(String name) {
        var me = new MemberName(name);
        var box = new SimProcess(queue, 0);
        servers.put(me, new SimServer(box, me, network, servers, invariants));
        servers.get(me).backup = backup;
        return new Node(servers.get(me), new SimPostgres(servers.get(me), box));
    }

    private final class Node extends ContractNode {
        private final SimServer server;
        private final SimPostgres port;

        Node(SimServer server, SimPostgres port) {
            this.server = server;
            this.port = port;
        }

        @Override
        protected LocalPostgres port() {
            return port;
        }

        @Override
        protected MemberName name() {
            return server.name;
        }

        @Override
        protected Endpoint endpoint() {
            return new Endpoint(server.name.value(), 5432);
        }

        @Override
        protected Permit permit() {
            return new Permit.Until(queue.now(), queue.now().plus(Duration.ofHours(1)), queue.now().plus(Duration.ofHours(2)));
        }

        @Override
        protected String write() {
            server.append();
            rows.add(server.wal);
            return Integer.toString(rows.size() - 1);
        }

        @Override
        protected BooleanSupplier commit() {
            server.append();
            var row = server.wal;
            return () -> server.commits.acknowledged(row);
        }

        @Override
        protected boolean has(String row) {
            assertThat(server.running()).isTrue();
            return rows.get(Integer.parseInt(row)).within(server.wal);
        }

        @Override
        protected void kill() {
            server.kill(true);
        }

        @Override
        protected void holdCheckpoints() {} // it writes none by itself

        @Override
        protected void hangStops() {
            server.habits.stop = Duration.ofDays(1);
        }

        @Override
        protected void dieInPromotion(int number) {
            port.perform(toTimeline(number), _ -> {});
            eventually(server::promotionUnderWay);
            server.kill(true);
        }

        @Override
        protected void refusePromotion() {
            server.habits.refusesPromotion = true;
        }

        @Override
        protected void backUp() {
            backup.take(server);
        }

        @Override
        protected Runnable keepWal() {
            var kept = server.wal;
            return () -> server.loseWal(kept);
        }

        @Override
        protected <T> T reply(Consumer<Consumer<T>> asked) {
            var replies = new ArrayList<T>();
            asked.accept(replies::add);
            assertThat(queue.runUntil(() -> !replies.isEmpty(), Duration.ofMinutes(2))).isTrue();
            return replies.getFirst();
        }

        @Override
        protected void eventually(BooleanSupplier condition) {
            for (var i = 0; i < 6000 && !condition.getAsBoolean(); i++) queue.runFor(Duration.ofMillis(10));
            assertThat(condition.getAsBoolean()).isTrue();
        }
    }
}
