package io.matriarch.agent.journal;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.Tags;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is said to people who ask why.
class FactsTest {
    @Test
    void why_the_standby_of_the_tag_is_not_received_from() {
        var tagged = cluster("a", "b", "c").lockHeldBy("a").at("c").standby(lsn(1000)).tags(Tags.of(new Document(Map.of("replicatefrom", "b"))));
        assertThat(Facts.of(tagged.streams("b", Map.of()).world())).noneMatch(fact -> fact.contains("followed instead"));
        assertThat(Facts.of(tagged.memberState("b", "stopped").world())).contains("b is no running standby: the leader is followed instead");
    }
}
