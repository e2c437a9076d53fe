package io.matriarch.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.DrawnWorlds;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.view.LeaderLock;
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
            assertThat(TickRecord.parse(record.line())).isInstanceOfSatisfying(TickRecord.Reading.Read.class, read -> {
                assertThat(read.tick().world()).isEqualTo(world);
                assertThat(read.tick().line()).isEqualTo(record.line());
                assertThat(Decider.decide(read.tick().world())).isEqualTo(decision);
            });
        }).count()).isEqualTo(20_000);
    }

    @Test
    void a_wrapper_is_its_value_and_a_case_names_itself() {
        assertThat(Codec.encode(new MemberName("a"))).isEqualTo("a");
        assertThat(Codec.encode(Duration.ofSeconds(10))).isEqualTo("PT10S");
        assertThat(Codec.encode(LeaderLock.ABSENT)).isEqualTo("Absent");
        assertThat(Codec.encode(new PeerReport.Silent("no answer"))).isEqualTo(Map.of("is", "Silent", "reason", "no answer"));
        assertThat(Codec.decode("Absent", LeaderLock.class)).isEqualTo(LeaderLock.ABSENT);
        assertThat(Codec.decode("None", Permit.class)).isEqualTo(Permit.NONE);
    }

    @Test
    void what_is_not_understood_is_said() {
        assertThatThrownBy(() -> Codec.decode("Gone", LeaderLock.class)).isInstanceOf(Codec.Unreadable.class).hasMessageContaining("no LeaderLock is called Gone");
        assertThatThrownBy(() -> Codec.decode(Map.of("is", "Held"), LeaderLock.class)).isInstanceOf(Codec.Unreadable.class).hasMessageContaining("Held has no holder");
        assertThatThrownBy(() -> Codec.decode(List.of(), PostgresState.class)).isInstanceOf(Codec.Unreadable.class);
        assertThat(TickRecord.parse("{\"format\": 1")).isInstanceOf(TickRecord.Reading.Unreadable.class);
        assertThat(TickRecord.parse("")).isInstanceOf(TickRecord.Reading.Unreadable.class);
        assertThat(TickRecord.parse("{\"format\": 1}")).isEqualTo(new TickRecord.Reading.Unreadable("TickRecord has no at"));
    }
}
