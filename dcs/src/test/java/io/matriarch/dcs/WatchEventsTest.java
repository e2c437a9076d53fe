package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.view.MemberName;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which events of a stream wake the loop, and what is remembered of them.
class WatchEventsTest {
    private static final Keyspace KEYS = Keyspace.of("service", "demo");
    private final Woken woken = new Woken();
    private final WatchEvents events = new WatchEvents(KEYS, woken);

    @Test
    void a_member_wakes_when_it_comes_and_then_only_with_what_it_promises() {
        assertThat(wakes(put("members/b", "{\"xlog_location\":1}", 10))).isFalse();
        assertThat(wakes(put("members/b", "{\"xlog_location\":2}", 10))).isFalse();
        assertThat(wakes(put("members/b", "{\"xlog_location\":2,\"matriarch\":{\"promise\":{\"term\":7}}}", 10))).isTrue();
        assertThat(wakes(put("members/c", "{\"matriarch\":{\"promise\":{\"term\":7}}}", 10))).as("it may have promised that just now").isTrue();
        assertThat(wakes(first("members/d", "{\"xlog_location\":1}"))).as("a new one").isTrue();
    }

    @Test
    void whoever_comes_and_goes_wakes_and_is_forgotten() {
        for (int round = 0; round < 100; round++) {
            assertThat(wakes(first("members/n" + round, "{}"))).isTrue();
            assertThat(wakes(put("leader", "n" + round, 10 + round))).isTrue();
            assertThat(wakes(deleted("members/n" + round))).isTrue();
            assertThat(wakes(deleted("leader"))).isTrue();
        }
        assertThat(events.remembered()).isZero();
    }

    @Test
    void a_renewal_does_not_wake_and_another_term_does() {
        assertThat(wakes(put("leader", "a", 10))).isTrue();
        assertThat(wakes(put("leader", "a", 10))).isFalse();
        assertThat(wakes(put("leader", "a", 12))).isTrue();
        assertThat(wakes(put("leader", "b", 12))).isTrue();
        assertThat(woken.heartbeats).isEqualTo(4);
    }

    @Test
    void what_nobody_decides_by_is_neither_news_nor_remembered() {
        for (var key : List.of("status", "heartbeat", "history", "unknown")) assertThat(wakes(put(key, "1", 10))).as(key).isFalse();
        for (var key : List.of("config", "failover", "initialize", "sync", "release")) assertThat(wakes(put(key, "1", 10))).as(key).isTrue();
        assertThat(events.remembered()).isZero();
    }

    private boolean wakes(Event event) {
        var before = woken.changes;
        events.report(List.of(event));
        return woken.changes > before;
    }

    private static Event put(String key, String value, long created) {
        return Event.newBuilder().setType(Event.EventType.PUT).setKv(KeyValue.newBuilder().setKey(key(key)).setValue(ByteString.copyFromUtf8(value)).setCreateRevision(created).setVersion(3).setLease(7)).build();
    }

    private static Event first(String key, String value) {
        var put = put(key, value, 10);
        return put.toBuilder().setKv(put.getKv().toBuilder().setVersion(1)).build();
    }

    private static Event deleted(String key) {
        return Event.newBuilder().setType(Event.EventType.DELETE).setKv(KeyValue.newBuilder().setKey(key(key))).build();
    }

    private static ByteString key(String name) {
        return ByteString.copyFromUtf8(KEYS.prefix() + name);
    }

    private static final class Woken implements Dcs.WatchListener {
        private int changes;
        private int heartbeats;

        @Override
        public void changed() {
            changes++;
        }

        @Override
        public void heartbeat(MemberName leader, long revision) {
            heartbeats++;
        }
    }
}
