package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Patroni's values, its older forms, and garbage.
class ClusterReadingTest {
    private static final Keyspace KEYS = Keyspace.of("service", "batman");
    private final RangeResponse.Builder response = RangeResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setRevision(99));

    private ClusterReadingTest with(String key, String value, long revision) {
        response.addKvs(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("/service/batman/" + key)).setValue(ByteString.copyFromUtf8(value))
                .setCreateRevision(1).setModRevision(revision).setLease(7));
        return this;
    }

    private ClusterReadingTest with(String key, String value) {
        return with(key, value, 5);
    }

    private ClusterView view() {
        return ClusterReading.of(KEYS, response.build());
    }

    @Test
    void a_cluster_as_patroni_writes_it() {
        var view = with("leader", "a").with("initialize", "7301111111111111111").with("config", "{\"ttl\":30}")
                .with("members/a", "{\"conn_url\":\"postgres://10.0.0.1:5432/postgres\",\"role\":\"master\",\"xlog_location\":50331968}")
                .with("status", "{\"optime\":50331968,\"slots\":{\"b\":50331900},\"retain_slots\":[\"b\"]}")
                .with("history", "[[1,25623960,\"no recovery target specified\",\"2026-01-01T00:00:00+00:00\",\"a\"]]")
                .with("sync", "{\"leader\":\"a\",\"quorum\":1,\"sync_standby\":\"b,c\"}").with("failsafe", "{\"a\":\"http://10.0.0.1:8008/patroni\"}").view();
        assertThat(view.revision()).isEqualTo(99);
        assertThat(view.lock()).isEqualTo(new LeaderLock.Held(new MemberName("a"), new LeaseId(7), 1, 5));
        assertThat(view.member(new MemberName("a")).role()).isEqualTo("primary");
        assertThat(view.status()).isEqualTo(new ClusterStatus(new WalPosition(50331968), Map.of("b", new WalPosition(50331900)), Timeline.UNKNOWN, HighWater.UNKNOWN, List.of("b")));
        assertThat(view.history().current()).isEqualTo(new Timeline(2));
        assertThat(view.sync()).isEqualTo(new SyncState.On("a", List.of("b", "c"), 1, 5));
        assertThat(view.failsafe().members().text("a", "")).isEqualTo("http://10.0.0.1:8008/patroni");
        assertThat(view.configRevision()).isEqualTo(5);
    }

    @Test
    void garbage_in_one_key_hides_no_other_and_never_reads_as_fresh() {
        var view = with("config", "{ttl").with("initialize", "x").with("failover", "{\"leader\"").with("history", "[[1]]").with("status", "?")
                .with("sync", "[]").with("members/a", "{{").with("members/b", "{\"state\":\"running\"}").with("release", "{\"leader\":\"a\"}")
                .with("heartbeat", "?").with("failsafe", "1").with("leader", "b").view();
        assertThat(view.config()).isEqualTo(Document.EMPTY);
        assertThat(view.configRevision()).isEqualTo(5);
        assertThat(view.initialize()).isInstanceOf(Initialize.InProgress.class);
        assertThat(view.request()).isEqualTo(OperatorRequest.NONE);
        assertThat(view.history()).isEqualTo(TimelineHistory.UNKNOWN);
        assertThat(view.status()).isEqualTo(ClusterStatus.UNKNOWN);
        assertThat(view.sync()).isEqualTo(new SyncState.Off(5));
        assertThat(view.members()).hasSize(2);
        assertThat(view.member(new MemberName("b")).running()).isTrue();
        assertThat(view.release()).isEqualTo(Release.NONE);
        assertThat(view.heartbeat().revision()).isEqualTo(5);
        assertThat(view.heartbeat().ttl()).isEqualTo(Duration.ofSeconds(300));
        assertThat(view.lock()).isInstanceOf(LeaderLock.Held.class);
    }

    @Test
    void older_forms_are_read() {
        var view = with("members/old", "postgres://10.0.0.2:5433/postgres?application_name=http://10.0.0.2:8008/patroni")
                .with("members/kw", "{\"conn_kwargs\":{\"host\":\"::1\",\"port\":5434,\"dbname\":\"x\"}}").with("failover", "a:b").with("optime/leader", "4711").view();
        assertThat(view.member(new MemberName("old")).connUrl()).isEqualTo("postgres://10.0.0.2:5433/postgres");
        assertThat(view.member(new MemberName("old")).apiUrl()).isEqualTo("http://10.0.0.2:8008/patroni");
        assertThat(view.member(new MemberName("kw")).endpoint().port()).isEqualTo(5434);
        assertThat(view.request()).isEqualTo(new OperatorRequest.Switchover(new MemberName("a"), new OperatorRequest.Candidate.Named(new MemberName("b")), "", 5));
        assertThat(view.status().optime()).isEqualTo(new WalPosition(4711));
    }

    @Test
    void rows_of_the_history_may_be_short() {
        var rows = with("history", "[[1,100,\"no recovery target specified\"],[2,200,\"x\",\"2026-01-01T00:00:00+00:00\"],[3,300,\"y\",\"2026-01-02T00:00:00+00:00\",\"b\"]]").view().history().rows();
        assertThat(rows).extracting(TimelineHistory.Row::leader).containsExactly("", "", "b");
        assertThat(rows).extracting(TimelineHistory.Row::at).containsExactly("", "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00");
        assertThat(new ClusterReadingTest().with("history", "[]").view().history().current()).isEqualTo(Timeline.UNKNOWN);
    }

    @Test
    void a_status_may_be_a_bare_number_and_its_numbers_may_be_text() {
        assertThat(with("status", "4711").view().status().optime()).isEqualTo(new WalPosition(4711));
        assertThat(new ClusterReadingTest().with("status", "{\"optime\":\"12\",\"slots\":\"{\\\"b\\\":7}\"}").view().status())
                .isEqualTo(new ClusterStatus(new WalPosition(12), Map.of("b", new WalPosition(7))));
    }

    @Test
    void retained_slots_may_be_text_and_damaged_ones_are_left_out() {
        for (var names : List.of("[\"c\",\"b\"]", "\"[\\\"b\\\",\\\"c\\\"]\"", "[\"b\",7,null,\"C-d\",\"c\",\"b\"]"))
            assertThat(new ClusterReadingTest().with("status", "{\"optime\":12,\"retain_slots\":" + names + "}").view().status().retained()).as(names).containsExactly("b", "c");
        for (var damaged : List.of("7", "{}", "\"x\"", "null"))
            assertThat(new ClusterReadingTest().with("status", "{\"optime\":12,\"retain_slots\":" + damaged + "}").view().status().retained()).as(damaged).isEmpty();
    }

    @Test
    void requests_by_their_parts() {
        assertThat(with("failover", "{}").view().request()).isEqualTo(OperatorRequest.NONE);
        assertThat(new ClusterReadingTest().with("failover", "{\"member\":\"b\"}").view().request()).isEqualTo(new OperatorRequest.Failover(new MemberName("b"), 5));
        assertThat(new ClusterReadingTest().with("failover", "{\"leader\":\"a\",\"scheduled_at\":\"2026-12-01T00:00:00+00:00\"}").view().request())
                .isEqualTo(new OperatorRequest.Switchover(new MemberName("a"), OperatorRequest.Candidate.BEST, "2026-12-01T00:00:00+00:00", 5));
    }

    @Test
    void a_release_is_void_once_somebody_led_who_does_not_know_of_it() {
        with("release", "{\"leader\":\"a\",\"timeline\":3,\"lsn\":83886120}", 8);
        assertThat(with("status", "{\"optime\":1}", 7).view().release()).isInstanceOf(Release.Clean.class);
        assertThat(new ClusterReadingTest().with("release", "{\"leader\":\"a\",\"timeline\":3,\"lsn\":83886120}", 8).with("status", "{\"optime\":1}", 9).view().release())
                .isEqualTo(Release.NONE);
    }

    @Test
    void what_lies_deeper_is_no_member() {
        var view = with("members/a", "{}").with("members/a/b", "{}").with("members/", "{}").with("members", "{}").view();
        assertThat(view.members()).singleElement().satisfies(member -> assertThat(member.name()).isEqualTo(new MemberName("a")));
    }

    @Test
    void slashes_in_the_namespace_are_squeezed() {
        assertThat(Keyspace.of("/service/", "batman")).isEqualTo(KEYS).isEqualTo(Keyspace.of("service", "batman"));
        assertThat(KEYS.end().toStringUtf8()).isEqualTo("/service/batman0");
    }
}
