package io.matriarch.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.DrawnWorlds;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecTest {
    /// Facts, plan and outcomes come back equal through text, and the same is decided by what came back.
    @Test
    void twenty_thousand_worlds_come_back_and_decide_the_same() {
        assertThat(DrawnWorlds.all().peek(world -> {
            var decision = Decider.decide(world);
            var record = TickRecord.of(1, world, decision, decision.plan().stream().map(a -> new Performed(a, true, "done")).toList());
            var read = tick(record.line());
            assertThat(read.gaps()).isEqualTo(Gaps.NONE);
            assertThat(read.world()).isEqualTo(world);
            assertThat(read.line()).isEqualTo(record.line());
            assertThat(Decider.decide(read.world())).isEqualTo(decision);
        }).count()).isEqualTo(20_000);
    }

    private static TickRecord tick(String line) {
        return Entry.parse(line) instanceof Entry.Reading.Read(TickRecord tick) ? tick : fail(Entry.parse(line).toString());
    }

    private static <T> T decode(Object tree, Class<T> type) {
        return new Decoder().decode(tree, type);
    }

    @Test
    void a_wrapper_is_its_value_and_a_case_names_itself() {
        assertThat(Codec.encode(new MemberName("a"))).isEqualTo("a");
        assertThat(Codec.encode(Duration.ofSeconds(10))).isEqualTo("PT10S");
        assertThat(Codec.encode(LeaderLock.ABSENT)).isEqualTo("Absent");
        assertThat(Codec.encode(new PeerReport.Silent("no answer"))).isEqualTo(Map.of("is", "Silent", "reason", "no answer"));
        assertThat(decode("Absent", LeaderLock.class)).isEqualTo(LeaderLock.ABSENT);
        assertThat(decode("None", Permit.class)).isEqualTo(Permit.NONE);
        assertThat(decode(Map.of("is", "Held"), LeaderLock.class)).isEqualTo(new LeaderLock.Held(new MemberName(""), new LeaseId(0), 0, 0));
    }

    @Test
    void what_is_not_understood_is_said() {
        assertThatThrownBy(() -> decode("Gone", LeaderLock.class)).isInstanceOf(Codec.Unreadable.class).hasMessageContaining("no LeaderLock is called Gone");
        assertThatThrownBy(() -> decode(List.of(), PostgresState.class)).isInstanceOf(Codec.Unreadable.class);
        assertThat(Entry.parse("{\"format\": 1")).isInstanceOf(Entry.Reading.Unreadable.class);
        assertThat(Entry.parse("")).isInstanceOf(Entry.Reading.Unreadable.class);
        assertThat(Entry.parse("{\"format\": 1}")).isEqualTo(new Entry.Reading.Unreadable("there is no stance"));
    }
}
