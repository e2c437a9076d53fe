package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsContract;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.WalPosition;
import io.matriarch.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The contract of the port on one real etcd, and what is etcd's alone.
class EtcdDcsTest extends DcsContract {
    private static final AtomicInteger SCOPES = new AtomicInteger();
    private static EtcdServers etcd;
    private final LoopThread loop = new LoopThread();
    private final List<EtcdDcs> connections = new ArrayList<>();
    private final String scope = "test" + SCOPES.incrementAndGet();
    private final String prefix = "/service/" + scope + "/";

    @BeforeAll
    static void start() {
        etcd = EtcdServers.start(1).awaitReady();
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @AfterEach
    void disconnect() {
        connections.forEach(EtcdDcs::close);
        loop.close();
    }

    @Override
    protected Dcs connect() {
        var dcs = new EtcdDcs(new EtcdConfig(etcd.endpoints(), "service", scope, EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF), loop);
        connections.add(dcs);
        return dcs;
    }

    @Override
    protected <T> T reply(Consumer<Consumer<T>> asked) {
        return loop.reply(asked);
    }

    @Override
    protected void eventually(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(condition::getAsBoolean);
    }

    @Override
    protected void put(String key, String value) {
        etcd.etcdctl("put", prefix + key, "--", value);
    }

    @Override
    protected void delete(String key) {
        etcd.etcdctl("del", prefix + key);
    }

    @Override
    protected Map<String, String> keys() {
        var lines = etcd.etcdctl("get", "--prefix", prefix).lines().toList();
        var keys = new TreeMap<String, String>();
        for (int i = 0; i + 1 < lines.size(); i += 2) keys.put(lines.get(i).substring(prefix.length()), lines.get(i + 1));
        return keys;
    }

    @Override
    protected long revisionOf(String key) {
        var answer = Json.document(etcd.etcdctl("get", prefix + key, "-w", "json"));
        return Json.document(answer.list("kvs").getFirst()).number("mod_revision", 0);
    }

    @Test
    void the_keys_and_values_are_patronis() {
        joined(a, A);
        var mine = acquiredBy(a, A);
        write(a, new DcsWrite.FinishInitialize(new SystemId("7301111111111111111")));
        assertThat(keys()).containsEntry("leader", "a").containsEntry("initialize", "7301111111111111111")
                .containsEntry("members/a", "{\"conn_url\":\"postgres://127.0.0.1:5432/postgres\",\"state\":\"running\"}")
                .containsEntry("heartbeat", "{\"sent\":\"0000000000000000\",\"leader\":\"a\",\"ttl\":10,\"lease\":\"%x\"}".formatted(mine.lease().id()));
        assertThat(mine.lease()).isEqualTo(read(a).lease().id());
    }

    /// Patroni before 2.1.0 looked there; a cluster that has such a member is not one to join.
    @Test
    void the_place_of_old_patronis_for_the_leaders_position_is_read_and_never_written() {
        put("members/old", "{\"conn_url\":\"postgres://old:5432/postgres\",\"state\":\"running\",\"role\":\"replica\",\"version\":\"2.0.2\"}");
        put("optime/leader", "4711");
        assertThat(cluster().status().optime()).isEqualTo(new WalPosition(4711));
        var mine = acquiredBy(a, A);
        assertThat(write(a, new DcsWrite.Renew(A, mine, told(new ClusterStatus(new WalPosition(5000), Map.of()))))).isInstanceOf(WriteOutcome.Done.class);
        assertThat(cluster().status().optime()).isEqualTo(new WalPosition(5000));
        assertThat(keys()).containsEntry("status", "{\"optime\":5000}").containsEntry("optime/leader", "4711");
    }

    @Test
    void an_identifier_that_is_none_is_no_fresh_cluster_but_can_be_repaired() {
        put("initialize", "garbage");
        assertThat(cluster().initialize()).isInstanceOf(Initialize.InProgress.class);
        assertThat(write(a, new DcsWrite.StartInitialize(0))).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(write(a, new DcsWrite.StartInitialize(revisionOf("initialize")))).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(write(a, new DcsWrite.CancelInitialize(revisionOf("initialize")))).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(write(a, new DcsWrite.FinishInitialize(new SystemId("7301111111111111111")))).isInstanceOf(WriteOutcome.Done.class);
    }

    @Test
    void a_revoked_lease_is_noticed_and_replaced() {
        joined(a, A);
        var mine = acquiredBy(a, A);
        etcd.etcdctl("lease", "revoke", Long.toHexString(mine.lease().id()));
        assertThat(write(a, new DcsWrite.Renew(A, mine))).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(acquiredBy(a, A).lease()).isNotEqualTo(mine.lease());
        joined(a, A);
        assertThat(cluster().member(A).lease()).isEqualTo(read(a).lease().id());
    }

    @Test
    void a_dead_lease_refuses_the_renewal_even_when_the_key_was_put_elsewhere() {
        var mine = acquiredBy(a, A);
        put("leader", "a");
        etcd.etcdctl("lease", "revoke", Long.toHexString(mine.lease().id()));
        assertThat(write(a, new DcsWrite.Renew(A, mine))).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(read(a).lease()).isEqualTo(Lease.NONE);
    }

    @Test
    void the_lock_is_acquired_on_a_lease_that_has_all_of_its_time_left() {
        joined(a, A);
        eventually(() -> secondsLeft() <= TTL.toSeconds() - 2);
        acquiredBy(a, A);
        assertThat(secondsLeft()).as("the permit counts from before the acquisition").isGreaterThanOrEqualTo(TTL.toSeconds() - 1);
    }

    private long secondsLeft() {
        return Json.document(etcd.etcdctl("lease", "timetolive", Long.toHexString(read(a).lease().id().id()), "-w", "json")).number("ttl", -1);
    }

    @Test
    void two_writes_at_once_share_one_lease() {
        var outcome = this.<WriteOutcome>reply(answer -> {
            a.write(new DcsWrite.PutMember(A, member("running"), TTL), PATIENCE, _ -> {});
            a.write(new DcsWrite.Acquire(A, TTL, 0), PATIENCE, answer);
        });
        assertThat(outcome).isInstanceOf(WriteOutcome.Done.class);
        assertThat(held().lease()).isEqualTo(cluster().member(A).lease());
    }

    @Test
    void latencies_on_loopback() {
        System.out.println("read:   " + Latencies.of(500, () -> read(a)));
        acquiredBy(a, A);
        System.out.println("renew, with the read that it is guarded by:  " + Latencies.of(500, () -> write(a, new DcsWrite.Renew(A, held()))));
        System.out.println("member: " + Latencies.of(500, () -> joined(a, A)));
        assertThat(held().holder()).isEqualTo(A);
    }
}
