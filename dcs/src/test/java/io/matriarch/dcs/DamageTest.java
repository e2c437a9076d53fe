package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an operator is told of a value that was damaged by hand, and that nothing is said of one that is whole.
class DamageTest {
    private static String of(String key, String value) {
        return Damage.of(key, KeyValue.newBuilder().setValue(ByteString.copyFromUtf8(value)).setModRevision(5).build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "leader       | ` `              | names no member",
        "initialize   | 0815             | is no system identifier; the leader writes it again",
        "config       | {               | is no JSON",
        "config       | []               | is no JSON object; the last good configuration stays in force",
        "config       | null             | is no JSON object",
        "config       | {\"ttl\": 2}     | ttl: 2 s is too short",
        "config       | {\"ttl\": 20, \"loop_wait\": 10, \"retry_timeout\": 10} | does not hold: 10 + 2 * 10 = 30 > 20; the last good times stay in force",
        "failover     | what now?        | is no JSON",
        "history      | {}               | is no JSON array",
        "history      | [[1]]            | has a row that is none",
        "status       | ?                | is no JSON",
        "status       | []               | is no JSON object",
        "sync         | 1                | is no JSON object",
        "failsafe     | \"n1\"           | is no JSON object",
        "heartbeat    | {\"a\":1,\"a\":2} | is no JSON",
        "members/n1   | {{               | is no JSON",
    })
    void what_is_damaged_is_named_and_not_repeated(String key, String value, String words) {
        assertThat(of(key, value)).contains(words);
        assertThat(of(key, "{\"password\": \"canary\", ")).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "leader       | n1", "initialize | ``", "initialize | 7301111111111111111", "config | {\"ttl\": 30, \"loop_wait\": 10, \"retry_timeout\": 10}", "config | {}",
        "failover     | {}", "failover | ``", "failover | a:b", "failover | {\"leader\":\"a\"}", "history | []", "history | [[1,25623960,\"x\"]]", "status | 4711", "status | {\"optime\":1}",
        "sync         | {\"leader\":null}", "members/n1 | postgres://10.0.0.1:5432/postgres?application_name=x", "members/n1 | {}", "optime/leader | ?", "somebodys | ?", "members/a/b | ?",
    })
    void nothing_is_said_of_what_is_whole_or_nobodys(String key, String value) {
        assertThat(of(key, value)).isEmpty();
    }

    @Test
    void a_key_that_is_not_there_is_not_damaged() {
        assertThat(Damage.of("sync", KeyValue.getDefaultInstance())).isEmpty();
    }
}
