package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged values in every key: each is told, none is obeyed, and none costs an exception.
class DamageTest {
    private static final Keyspace KEYS = Keyspace.of("service", "batman");
    private static final List<String> ALL = List.of("config", "leader", "initialize", "status", "history", "failover", "sync", "failsafe", "heartbeat", "release", "timeline", "term", "members/a",
            "optime/leader");
    /// What is no value of any key but `leader`, which is a bare name, and `optime/leader`.
    private static final List<String> NEVER = List.of("{", "{\"a\":", "[", "[1", "nul", "\u0000", "{\"a\":1}}", "{\"a\":1,\"a\":2}", "'a'", "{a:1}", "x", "-", "[".repeat(100),
            "{\"leader\":\"evil\",\"member\":\"evil\"", "true", "\"text\"", "null", "9".repeat(200));

    private static KeyValue kv(String key, byte[] value, long revision) {
        return KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("/service/batman/" + key)).setValue(ByteString.copyFrom(value)).setCreateRevision(1).setModRevision(revision).setLease(7).build();
    }

    private static KeyValue kv(String key, String value) {
        return kv(key, value.getBytes(StandardCharsets.UTF_8), 5);
    }

    private static ClusterView view(KeyValue... kvs) {
        return ClusterReading.of(KEYS, RangeResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setRevision(9)).addAllKvs(List.of(kvs)).build());
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> damaged() {
        return ALL.stream().filter(key -> !key.equals("leader") && !key.equals("optime/leader")).flatMap(key -> NEVER.stream().map(value -> org.junit.jupiter.params.provider.Arguments.of(key, value)));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void a_damaged_value_is_told_and_says_nothing_to_anybody(String key, String value) {
        assertThat(Damage.of(key, kv(key, value))).isNotEmpty().contains(";").doesNotContain("evil");
        var view = view(kv(key, value));
        assertThat(view.config()).isEqualTo(Document.EMPTY);
        assertThat(view.lock()).isEqualTo(LeaderLock.ABSENT);
        assertThat(view.initialize()).isInstanceOf(key.equals("initialize") ? Initialize.InProgress.class : Initialize.Missing.class);
        assertThat(view.request()).isEqualTo(OperatorRequest.NONE);
        assertThat(view.history()).isEqualTo(TimelineHistory.UNKNOWN);
        assertThat(view.status().optime().known()).isFalse();
        assertThat(view.sync()).isInstanceOf(SyncState.Off.class);
        assertThat(view.failsafe().members()).isEqualTo(Failsafe.NONE.members());
        assertThat(view.release()).isEqualTo(Release.NONE);
        assertThat(view.claim().number()).isEqualTo(TimelineClaim.NONE.number());
        assertThat(view.term()).isEqualTo(TermClaim.NONE);
        assertThat(view.members()).allSatisfy(member -> assertThat(member.running()).isFalse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "config|{}", "config|{\"ttl\":30,\"loop_wait\":10,\"retry_timeout\":10}", "leader|a", "initialize|''", "initialize|7301111111111111111", "status|4711", "status|{\"optime\":1}",
        "history|[]", "history|[[1,2,\"x\"]]", "failover|{}", "failover|a:b", "sync|{\"leader\":null}", "failsafe|{}", "members/a|{}", "members/a|postgres://x/y", "anything|{{{", "members/a/b|{",
    })
    void a_whole_value_and_a_key_of_others_are_not_told(String key, String value) {
        assertThat(Damage.of(key, kv(key, value))).isEmpty();
    }

    @Test
    void a_leader_key_on_no_lease_is_told_whatever_it_names() {
        for (var text : List.of("a", "{", "")) assertThat(Damage.of("leader", kv("leader", text).toBuilder().setLease(0).build())).contains("hangs on no lease", ";");
        assertThat(Damage.of("leader", kv("leader", " "))).contains("names nobody");
    }

    @Test
    void unsafe_times_are_told_with_what_is_gone_by_instead() {
        assertThat(Damage.of("config", kv("config", "{\"ttl\":30,\"loop_wait\":10,\"retry_timeout\":15}"))).contains("10 + 2 * 15 = 40 > 30")
                .endsWith("the cluster goes by ttl 30, loop_wait 1, retry_timeout 14");
        assertThat(Damage.of("config", kv("config", "{\"ttl\":1}"))).contains("ttl: 1 s is too short");
        assertThat(Damage.of("members/a", kv("members/a", new byte[] {(byte) 0xff, '{'}, 1) )).contains("no UTF-8");
    }

    /// Seeded, so that a failure comes again: whole values with bytes changed, cut, doubled, and noise.
    @Test
    void no_value_costs_an_exception() {
        var random = new SplittableRandom(20261122);
        var whole = List.of("{\"ttl\":30,\"loop_wait\":10,\"postgresql\":{\"parameters\":{\"a\":\"b\"}}}", "{\"leader\":\"a\",\"quorum\":1,\"sync_standby\":\"b,c\",\"timeline\":3}",
                "[[1,25623960,\"no recovery target specified\",\"2026-01-01T00:00:00+00:00\",\"a\"]]", "{\"optime\":50331968,\"slots\":{\"b\":50331900},\"acknowledged\":{\"timeline\":2,\"end\":5,\"term\":7}}",
                "{\"conn_url\":\"postgres://[::1]:5432/postgres\",\"api_url\":\"http://10.0.0.1:8008/patroni\",\"xlog_location\":1,\"tags\":{\"nofailover\":true},\"conn_kwargs\":{\"host\":\"x\"}}",
                "{\"sent\":\"80\",\"leader\":\"a\",\"ttl\":10,\"lease\":\"1f\"}", "postgres://10.0.0.2:5433/postgres?application_name=http://10.0.0.2:8008/patroni", "a:b", "7301111111111111111",
                "{\"leader\":\"a\",\"member\":\"b\",\"scheduled_at\":\"2026-12-01T00:00:00+00:00\"}", "{\"leader\":\"a\",\"timeline\":9,\"lsn\":99999999999999999999}");
        for (var i = 0; i < 60_000; i++) {
            var key = ALL.get(random.nextInt(ALL.size()));
            var value = mangled(whole.get(random.nextInt(whole.size())).getBytes(StandardCharsets.UTF_8), random);
            assertThatCode(() -> {
                Damage.of(key, kv(key, value, 5));
                var view = view(kv(key, value, 5), kv("members/b", value, 6));
                view.members().forEach(member -> member.endpoint().known());
                new io.matriarch.core.view.ClusterConfig(view.config()).timing().deadlines();
            }).as(key + " " + new String(value, StandardCharsets.ISO_8859_1)).doesNotThrowAnyException();
        }
    }

    private static byte[] mangled(byte[] value, SplittableRandom random) {
        var bytes = value.clone();
        for (var changes = random.nextInt(4); changes > 0; changes--) bytes[random.nextInt(bytes.length)] = random.nextInt(3) == 0 ? (byte) random.nextInt(256)
                : "{}[]\",:0123456789-+.eEnulltruefalse\\u".getBytes(StandardCharsets.US_ASCII)[random.nextInt(36)];
        return java.util.Arrays.copyOf(bytes, random.nextInt(5) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
    }
}
