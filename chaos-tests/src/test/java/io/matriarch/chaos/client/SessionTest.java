package io.matriarch.chaos.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matriarch.chaos.cluster.BarePostgres;
import io.matriarch.chaos.cluster.Endpoint;
import io.matriarch.chaos.history.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What counts as acknowledged, as refused, and as unknown, against a real PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String WAITING = "select 1 from pg_stat_activity where wait_event = 'SyncRep'";

    private BarePostgres postgres;

    @BeforeAll
    void start() throws Exception {
        postgres = new BarePostgres();
        try (var session = session(LONG)) {
            session.createTable();
        }
    }

    @AfterAll
    void end() throws Exception {
        postgres.close();
    }

    @AfterEach
    void reset() throws SQLException {
        postgres.run("alter system reset all");
        postgres.run("select pg_reload_conf()");
        await().atMost(LONG).until(() -> postgres.finds(
                "select 1 where current_setting('synchronous_standby_names') = '' and current_setting('default_transaction_read_only') = 'off'"));
    }

    private Session session(Duration limit) throws SQLException {
        return Session.open("a", postgres.endpoint(), limit);
    }

    private boolean there(long id) throws SQLException {
        return postgres.finds("select 1 from chaos_rows where id = " + id);
    }

    @Test
    void a_commit_is_acknowledged_with_its_timeline() throws Exception {
        try (var session = session(LONG)) {
            assertThat(session.insert(1)).isEqualTo(new Outcome.Acknowledged(1));
            assertThat(session.rowsFrom(1)).contains(1L);
            assertThat(session.inRecovery()).isFalse();
        }
    }

    @Test
    void a_cancelled_wait_for_synchronous_replication_is_unknown_though_the_row_is_there() throws Exception {
        postgres.set("synchronous_standby_names", "nobody");
        try (var session = session(LONG)) {
            var insert = CompletableFuture.supplyAsync(() -> session.insert(2));
            await().atMost(LONG).until(() -> postgres.finds(WAITING));
            postgres.run("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
            assertThat(insert.get()).isEqualTo(new Outcome.Unknown("cancelled wait for synchronous replication"));
        }
        assertThat(there(2)).isTrue();
    }

    @Test
    void a_connection_ended_by_the_operator_while_it_waits_is_unknown() throws Exception {
        postgres.set("synchronous_standby_names", "nobody");
        try (var session = session(LONG)) {
            var insert = CompletableFuture.supplyAsync(() -> session.insert(3));
            await().atMost(LONG).until(() -> postgres.finds(WAITING));
            postgres.run("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
            assertThat(insert.get()).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(there(3)).isTrue();
    }

    @Test
    void no_answer_in_time_is_unknown_and_comes_in_time() throws Exception {
        try (var blocker = postgres.connect(); var statement = blocker.createStatement(); var session = session(Duration.ofMillis(300))) {
            blocker.setAutoCommit(false);
            statement.execute("lock table chaos_rows in access exclusive mode");
            long begun = System.nanoTime();
            assertThat(session.insert(4)).isInstanceOf(Outcome.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(290), LONG);
        }
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_given_up_soon() throws Exception {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> Session.open("a", new Endpoint("127.0.0.1", mute.getLocalPort()), LONG)).isInstanceOf(SQLException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_read_only_server_refuses() throws Exception {
        postgres.set("default_transaction_read_only", "on");
        await().atMost(LONG).until(() -> postgres.finds("select 1 where current_setting('default_transaction_read_only') = 'on'"));
        try (var session = session(LONG)) {
            assertThat(session.insert(5)).isInstanceOf(Outcome.Refused.class);
        }
        assertThat(there(5)).isFalse();
    }

    @Test
    void a_row_that_is_there_already_is_refused() throws Exception {
        try (var session = session(LONG)) {
            assertThat(session.insert(6)).isInstanceOf(Outcome.Acknowledged.class);
            assertThat(session.insert(6)).isInstanceOf(Outcome.Refused.class);
        }
    }
}
