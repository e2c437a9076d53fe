package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.RestartReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Parameters on real servers: what a reload applies, what waits for a restart and why, in which order servers may be restarted, and what PostgreSQL does not take.
class ParametersTest {
    @BeforeAll
    static void not_as_root() {
        Node.notAsRoot();
    }

    private static ClusterConfig parameters(Object... pairs) {
        var parameters = new LinkedHashMap<String, Object>();
        for (var i = 0; i < pairs.length; i += 2) parameters.put((String) pairs[i], pairs[i + 1]);
        return new ClusterConfig(new Document(Map.of("ttl", 30, "postgresql", Map.of("parameters", parameters))));
    }

    private static void configure(Node node, ClusterConfig config) {
        assertThat(Node.<StepOutcome>answer(reply -> node.port.configure(config, reply))).isEqualTo(StepOutcome.DONE);
    }

    private static void untilSql(Node node, String sql, String answer) {
        node.until(_ -> node.sql(sql).equals(answer));
    }

    private static List<RestartReason> reasons(Node node) {
        return node.running().facts().restartFor();
    }

    @Test
    void a_reload_applies_what_it_can_and_the_rest_waits_for_a_restart_with_its_reason() throws IOException {
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            configure(a, parameters("work_mem", "7MB", "max_connections", "150", "wal_buffers", "2MB", "max_worker_processes", "8"));
            untilSql(a, "SHOW work_mem", "7MB");
            a.until(state -> state instanceof Running r && r.facts().restartFor().size() == 2);
            assertThat(reasons(a)).contains(new RestartReason("max_connections", "100", "150")).anySatisfy(reason -> {
                assertThat(reason.parameter()).isEqualTo("wal_buffers");
                assertThat(reason.configured()).isEqualTo("2MB");
            });
            assertThat(a.running().facts().restartReasons().section("max_connections").fields()).isEqualTo(Map.of("old_value", "100", "new_value", "150"));
            configure(a, parameters("work_mem", "7MB", "max_connections", "100"));
            a.until(state -> state instanceof Running r && !r.facts().pendingRestart());
            a.sql("ALTER SYSTEM SET max_files_per_process = 900");
            a.sql("SELECT pg_reload_conf()");
            a.until(state -> state instanceof Running r && r.facts().restartFor().equals(List.of(new RestartReason("max_files_per_process", "1000", "900"))));
        }
    }

    /// A line that is gone with its default value is no reason to restart; nor are the lines of recovery that a promoted server does not need any more.
    @Test
    void a_promotion_and_a_new_configuration_leave_nothing_pending() throws IOException {
        try (var a = new Node("a"); var b = new Node("b", Map.of("recovery_conf", Map.of("restore_command", "false"), "parameters", Map.of("max_files_per_process", "1000")))) {
            a.bootstrap().primary();
            b.cloneOf(a);
            b.untilStreaming();
            a.stop();
            b.step(Node.promotion(2));
            b.until(state -> state instanceof Running r && r.primary());
            b.closeAgent();
            try (var port = new LocalPostgresServer(without(b.config), b.postmaster, Node.CLOCK, b.scheduler)) {
                b.port = port;
                configure(b, parameters("work_mem", "9MB"));
                untilSql(b, "SHOW work_mem", "9MB");
                assertThat(b.sql("SELECT string_agg(name, ',') FROM pg_settings WHERE pending_restart")).as("what PostgreSQL itself calls pending").contains("recovery_target", "max_files_per_process");
                assertThat(reasons(b)).isEmpty();
            }
        }
    }

    private static PostgresConfig without(PostgresConfig c) {
        var fields = new LinkedHashMap<>(c.section().fields());
        var parameters = new LinkedHashMap<>(c.section().section("parameters").fields());
        parameters.remove("max_files_per_process");
        fields.put("parameters", parameters);
        return new PostgresConfig(c.name(), c.scope(), c.listenHosts(), c.listenPort(), c.connectAddress(), c.dataDir(), c.configDir(), c.binDir(), c.programs(), c.database(), c.pgpass(), c.superuser(),
                c.replication(), c.rewind(), new Document(fields), c.bootstrap(), c.guardian(), c.environment(), c.rebuilding(), c.patience());
    }

    /// An increase: standbys first, then the primary. A decrease: a standby keeps the higher value until its primary has written the lower one.
    @Test
    void a_standby_is_never_below_the_server_that_wrote_its_wal() throws IOException {
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().step(new Step.StartPrimary(Node.permit(), parameters("max_connections", "120")));
            b.step(new Step.CloneFrom(a.member(), parameters("max_connections", "120"))).step(new Step.StartStandby(a.upstream(), parameters("max_connections", "120")));
            b.untilStreaming();
            b.stop().step(new Step.StartStandby(a.upstream(), parameters("max_connections", "60")));
            assertThat(b.sql("SHOW max_connections")).isEqualTo("120");
            assertThat(reasons(b)).containsExactly(new RestartReason("max_connections", "120", "60"));
            a.stop().step(new Step.StartPrimary(Node.permit(), parameters("max_connections", "60")));
            assertThat(a.sql("SHOW max_connections")).isEqualTo("60");
            a.sql("CHECKPOINT");
            var end = a.sql("SELECT pg_current_wal_lsn()");
            b.until(_ -> b.sql("SELECT pg_last_wal_replay_lsn() >= '" + end + "'").equals("t"));
            b.stop().step(new Step.StartStandby(a.upstream(), parameters("max_connections", "60")));
            assertThat(b.sql("SHOW max_connections")).isEqualTo("60");
            assertThat(reasons(b)).isEmpty();
        }
    }

    /// From PostgreSQL 14 on replay pauses there, and would do so until somebody restarts the server.
    @Test
    void a_standby_whose_primary_has_grown_past_it_says_so_and_goes_on_after_a_restart() throws IOException {
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a);
            b.untilStreaming();
            a.stop().step(new Step.StartPrimary(Node.permit(), parameters("max_connections", "140")));
            b.until(state -> state instanceof Running r && r.facts().outgrown());
            b.stop().step(new Step.StartStandby(a.upstream(), parameters("max_connections", "100")));
            assertThat(b.sql("SHOW max_connections")).isEqualTo("140");
            assertThat(b.running().facts().outgrown()).isFalse();
            b.sql("SELECT pg_wal_replay_pause()");
            b.until(state -> state instanceof Running r && r.facts().replayPaused());
            assertThat(b.running().facts().outgrown()).as("a pause that somebody asked for is left alone").isFalse();
        }
    }

    @Test
    void what_postgresql_does_not_take_is_left_out_and_stops_neither_a_start_nor_a_reload() throws IOException {
        try (var a = new Node("a", Map.of("parameters", Map.of("no_such_thing", "1", "wal_compression", "maybe", "work_mem", "1kB", "my.own", "kept", "zero_damaged_pages", "off")))) {
            a.bootstrap().primary();
            assertThat(a.sql("SHOW work_mem")).isEqualTo("64kB");
            assertThat(a.sql("SHOW wal_compression")).isEqualTo("off");
            assertThat(a.sql("SHOW my.own")).isEqualTo("kept");
            assertThat(a.file("postgresql.conf")).doesNotContain("no_such_thing").contains("zero_damaged_pages = 'off'");
            configure(a, parameters("autovacuum", "perhaps", "maintenance_work_mem", "99MB", "data_directory", "/elsewhere"));
            untilSql(a, "SHOW maintenance_work_mem", "99MB");
            assertThat(a.file("postgresql.conf")).doesNotContain("autovacuum =").doesNotContain("elsewhere");
        }
    }

    /// One of them would make the whole file unreadable: no reload would be taken any more, and no member would start.
    @Test
    void a_name_that_no_file_can_say_is_left_out_and_everything_else_holds() throws IOException {
        var evil = "work_mem = '9999'\nhba_file";
        try (var a = new Node("a", Map.of("parameters", Map.of("log-min-duration", "1", "work_mem", "5MB", "a.b.c", "1"), "recovery_conf", Map.of("recovery target", "x", "recovery_min_apply_delay", "0")))) {
            a.bootstrap().primary();
            assertThat(a.sql("SHOW work_mem")).isEqualTo("5MB");
            configure(a, parameters("maintenance_work_mem", "99MB", "work mem", "1MB", "", "1", "include", "/nowhere", "Include_Dir", "/nowhere", evil, "/nowhere", "a$b.c", "1", "2x", "1", "lone", "1"));
            untilSql(a, "SHOW maintenance_work_mem", "99MB");
            assertThat(a.file("postgresql.conf")).contains("work_mem = '5MB'").doesNotContain("nowhere", "work mem", "log-min", "a.b.c", "a$b", "2x", "lone");
            a.stop().step(new Step.StartPrimary(Node.permit(), parameters("maintenance_work_mem", "98MB", evil, "/nowhere")));
            assertThat(a.sql("SHOW maintenance_work_mem")).isEqualTo("98MB");
        }
    }

    /// PostgreSQL may refuse a file in words that name no parameter: `recovery_target` and its likes are such a pair.
    @Test
    void what_it_refuses_without_a_name_is_found_by_showing_one_after_another() throws Exception {
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            var check = new ParameterCheck(a.home);
            var programs = new Programs(a.config);
            var wanted = new java.util.TreeMap<>(Map.of("recovery_target_name", "x", "recovery_target_xid", "5", "work_mem", "1kB", "maintenance_work_mem", "9MB"));
            assertThat(check.accepted(wanted, programs)).isEqualTo(Map.of("recovery_target_name", "x", "work_mem", "64kB", "maintenance_work_mem", "9MB"));
        }
    }

    @Test
    void a_check_that_is_cancelled_is_no_answer_and_one_that_cannot_be_made_passes_what_a_file_can_say() throws Exception {
        try (var a = new Node("a", Map.of(), List.of(), Map.of("postgres", "no-such-program"), Node.REBUILDING)) {
            var check = new ParameterCheck(a.home);
            var wanted = new java.util.TreeMap<>(Map.of("work_mem", "1kB", "work mem", "x"));
            var programs = new Programs(a.config);
            assertThat(check.accepted(wanted, programs)).isEqualTo(Map.of("work_mem", "1kB"));
            programs.cancel();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> check.accepted(wanted, programs)).isInstanceOf(Trouble.class).hasMessage("cancelled");
        }
    }

    @Test
    void a_copy_of_the_dynamic_configuration_is_kept_for_this_user_alone() throws IOException {
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            configure(a, parameters("work_mem", "5MB"));
            var copy = new DynamicCopy(a.config.dataDir());
            assertThat(copy.read()).isEqualTo(parameters("work_mem", "5MB").document());
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.file()))).isEqualTo("rw-------");
            Files.writeString(copy.file(), "{\"ttl\": ");
            assertThat(copy.read()).isEqualTo(Document.EMPTY);
            Files.writeString(copy.file(), "[1]");
            assertThat(copy.read()).isEqualTo(Document.EMPTY);
        }
    }
}
