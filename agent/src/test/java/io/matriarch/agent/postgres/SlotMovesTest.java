package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.WalPosition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What cannot be done is tried again with every look, and said once.
class SlotMovesTest {
    @BeforeAll
    static void not_as_root() {
        Node.notAsRoot();
    }

    @Test
    void what_fails_again_and_again_for_the_same_reason_is_said_once_of_each_slot() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(SlotMoves.class);
        logger.addAppender(log);
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            var moves = new SlotMoves(new LocalServer(a.config, a.postmaster));
            var two = List.of(new PermanentSlot.Logical("one", "postgres", "test_decoding"), new PermanentSlot.Logical("two", "nowhere", "test_decoding"));
            for (var again = 0; again < 3; again++) moves.create(two);
            assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).satisfiesExactlyInAnyOrder(said -> assertThat(said).contains("slot one", "wal_level"), said -> assertThat(said).contains("slot two", "nowhere"));
            a.sql("SELECT pg_create_physical_replication_slot(name, true) FROM unnest(ARRAY['x', 'y']) AS name");
            for (var behind = 1; behind < 4; behind++) moves.advance(Map.of("x", new WalPosition(behind), "y", new WalPosition(behind)));
            assertThat(log.list).as("backwards, to another place each time").hasSize(4);
        } finally {
            logger.detachAppender(log);
        }
    }
}
