package io.matriarch.core.ha.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.sync.StandbyNames.Blocking;
import io.matriarch.core.ha.sync.StandbyNames.None;
import io.matriarch.core.ha.sync.StandbyNames.Priority;
import io.matriarch.core.ha.sync.StandbyNames.Quorum;
import io.matriarch.core.ha.sync.StandbyNames.Unreadable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused here and what is taken is what a PostgreSQL 15 answered to `postgres -c synchronous_standby_names=...`.
class StandbyNamesTest {
    @Test
    void everyFormIsRead() {
        assertThat(StandbyNames.read("")).isEqualTo(new None());
        assertThat(StandbyNames.read("a")).isEqualTo(first(1, "a"));
        assertThat(StandbyNames.read(" b , a ")).isEqualTo(first(1, "b", "a"));
        assertThat(StandbyNames.read("2 (a,b)")).isEqualTo(first(2, "a", "b"));
        assertThat(StandbyNames.read("FIRST 2 (b, a)")).isEqualTo(first(2, "b", "a"));
        assertThat(StandbyNames.read("first 1(a)")).isEqualTo(first(1, "a"));
        assertThat(StandbyNames.read("any 02 (\"x\"\"y\", *)")).isEqualTo(new Quorum(2, NameSet.of("x\"y", "*")));
        assertThat(StandbyNames.read("1,2")).isEqualTo(first(1, "1", "2"));
        assertThat(StandbyNames.read("1")).isEqualTo(first(1, "1"));
        assertThat(StandbyNames.read("firsts")).isEqualTo(first(1, "firsts"));
        assertThat(StandbyNames.read("\"first\"")).isEqualTo(first(1, "first"));
        assertThat(StandbyNames.read("_a$1")).isEqualTo(first(1, "_a$1"));
        assertThat(StandbyNames.read("\u00e9")).isEqualTo(first(1, "\u00e9"));
        assertThat(StandbyNames.read("\"a\nb\"")).isEqualTo(first(1, "a\nb"));
        assertThat(StandbyNames.read("\"\"")).isEqualTo(first(1, ""));
        assertThat(StandbyNames.read(StandbyNames.PLACEHOLDER)).isEqualTo(new Blocking());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "first", "any", "12ab", "a-b", "a,", "ANY 0 (a)", "a b", "\"a", "FIRST (a)", "a.b", "$a", "a;b", "2 (a,b) x", "(a)", "a\"b\"",
            "2 (,)", "ANY 2 (a"})
    void whatNoServerTakesIsUnreadable(String text) {
        assertThat(StandbyNames.read(text)).isEqualTo(new Unreadable(text));
    }

    /// The server takes it, and atoi makes anything of it.
    @Test
    void aCountThatOverflowsIsUnreadable() {
        assertThat(StandbyNames.read("ANY 99999999999 (a)")).isInstanceOf(Unreadable.class);
    }

    @Test
    void namesAreQuotedWhereTheyMustBe() {
        assertThat(first(1, "node1").text()).isEqualTo("node1");
        assertThat(first(1, "node-1").text()).isEqualTo("\"node-1\"");
        assertThat(first(2, "a", "First").text()).isEqualTo("2 (a,\"First\")");
        assertThat(new Quorum(1, NameSet.of("b", "a")).text()).isEqualTo("ANY 1 (a,b)");
        assertThat(first(1, "x\"; y").text()).isEqualTo("\"x\"\"; y\"");
        assertThat(new Blocking().text()).isEqualTo("__patroni_strict_sync_replica_placeholder__");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A b", "any", "ANY", "first", "*", "1", "1a", "", "a\"b", "\"", "(", "a,b", "\n", "\u00e9", "--", "'", "a)"})
    void whatIsWrittenIsReadBack(String hostile) {
        for (var names : List.of(first(1, hostile), first(2, hostile, "z"), new Quorum(1, NameSet.of(hostile, "z"))))
            assertThat(StandbyNames.read(names.text())).isEqualTo(names);
    }

    @Test
    void everybodyAndNobodyAcknowledgeNothingThatCountsOn() {
        assertThat(StandbyNames.read("ANY 2 (a,*)").acks()).isEqualTo(Acks.NOBODYS);
        assertThat(StandbyNames.read("\"*\"").acks()).isEqualTo(Acks.NOBODYS);
        assertThat(new Unreadable("?").acks()).isEqualTo(Acks.NOBODYS);
        assertThat(new Blocking().acks().reachable()).isFalse();
    }

    @Test
    void moreThanThereAreNamesIsAllOfThem() {
        assertThat(StandbyNames.read("ANY 3 (a, A, b)").acks()).isEqualTo(new Acks(NameSet.of("a", "b"), 2));
    }

    private static Priority first(int count, String... names) {
        return new Priority(count, List.of(names));
    }
}
