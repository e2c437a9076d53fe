package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.agent.postgres.ConfigText.Recovery;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every text that goes to a file or comes from a program, character by character.
class TextTest {
    private static final Credentials REPLICATION = new Credentials("repl", new Password("pa:s\\s"), Map.of("sslmode", "verify-full", "sslrootcert", "/ca it/root's.crt", "sslpassword", "hidden"));

    /// Whoever can write into etcd says where a member is: nothing in that becomes a parameter of the driver.
    @Test
    void a_host_that_is_none_is_never_asked() {
        for (var evil : List.of("127.0.0.1:1/postgres?sslmode=disable&x=", "evil?sslmode=disable", "a/b", "a b", ""))
            assertThatThrownBy(() -> Connections.remote(new Endpoint(evil, 1), new Credentials("u", Password.NONE, Map.of()), "postgres", java.time.Duration.ofSeconds(1)))
                    .isInstanceOf(java.sql.SQLException.class).hasMessageContaining("not a host");
    }

    @Test
    void the_generated_file_of_a_standby() {
        var conninfo = Conninfo.upstream(new Endpoint("10.0.0.1", 5432), REPLICATION, Path.of("/run/pgpass"), "node-1");
        assertThat(ConfigText.postgresqlConf("postgresql.base.conf", new TreeMap<>(Map.of("work_mem", "8MB", "archive_command", "echo 'x' \\ %p")),
                new Recovery.Standby(conninfo, "node_1", new TreeMap<>(Map.of("restore_command", "cp /wal/%f %p"))))).isEqualTo("""
                # Written by Matriarch. Changes made here are lost:
                # change postgresql.parameters in the agent's YAML file, or the dynamic configuration.
                include 'postgresql.base.conf'

                archive_command = 'echo ''x'' \\\\ %p'
                work_mem = '8MB'

                # recovery
                primary_conninfo = 'user=repl passfile=/run/pgpass host=10.0.0.1 port=5432 sslmode=verify-full sslrootcert=''/ca it/root\\\\''s.crt'' application_name=node-1 gssencmode=prefer channel_binding=prefer'
                primary_slot_name = 'node_1'
                recovery_target = ''
                recovery_target_lsn = ''
                recovery_target_name = ''
                recovery_target_time = ''
                recovery_target_timeline = 'latest'
                recovery_target_xid = ''
                restore_command = 'cp /wal/%f %p'

                include_if_exists 'matriarch.standby-names.conf'
                """);
    }

    @Test
    void the_kerberos_name_goes_to_whoever_connects_by_libpq() {
        var said = ServerSettings.of(new Document(Map.of("krbsrvname", "it's")), Document.EMPTY).forLibpq(REPLICATION);
        assertThat(Conninfo.upstream(new Endpoint("h", 1), said, Path.of("/p"), "n")).contains(" krbsrvname='it\\'s' ").contains(" application_name=n");
        var shared = ServerSettings.of(Document.EMPTY, new Document(Map.of("krbsrvname", "herd"))).forLibpq(REPLICATION);
        assertThat(Conninfo.read(Conninfo.to(new Endpoint("h", 1), shared, "d", Path.of("/p"), "n"))).containsEntry("krbsrvname", "herd").containsEntry("sslmode", "verify-full");
        assertThat(ServerSettings.of(Document.EMPTY, Document.EMPTY).forLibpq(REPLICATION)).isEqualTo(REPLICATION);
    }

    @Test
    void a_primary_has_no_recovery_section_and_values_read_back() {
        var text = ConfigText.postgresqlConf("my.conf", new TreeMap<>(Map.of("a", "it's \\ here")), Recovery.NONE);
        assertThat(text).doesNotContain("recovery").contains("include 'my.conf'");
        assertThat(ConfigText.value(text, "a")).isEqualTo("it's \\ here");
        assertThat(ConfigText.value(text, "b")).isEmpty();
    }

    @Test
    void conninfo_is_written_and_read_and_never_holds_a_password() {
        var text = Conninfo.to(new Endpoint("::1", 6000), REPLICATION, "postgres", Path.of("/p"), "it's");
        assertThat(text).startsWith("dbname=postgres user=repl passfile=/p host=::1 port=6000").doesNotContain("pa:s").doesNotContain("hidden");
        assertThat(Conninfo.read(text)).containsEntry("application_name", "it's").containsEntry("sslrootcert", "/ca it/root's.crt");
        assertThat(Conninfo.endpoint(text)).isEqualTo(new Endpoint("::1", 6000));
        assertThat(Conninfo.endpoint("")).isEqualTo(Endpoint.NOWHERE);
    }

    @Test
    void of_several_hosts_the_primary_is_meant() {
        var text = Conninfo.upstream(new Endpoint("far,further", 5432), REPLICATION, Path.of("/p"), "n1");
        assertThat(text).contains(" host=far,further port=5432 target_session_attrs=read-write ");
        assertThat(Conninfo.endpoint(text)).isEqualTo(new Endpoint("far,further", 5432));
        assertThat(Conninfo.upstream(new Endpoint("far", 5432), REPLICATION, Path.of("/p"), "n1")).doesNotContain("target_session_attrs");
    }

    @Test
    void secrets_print_as_stars() {
        assertThat(REPLICATION.toString()).contains("***").doesNotContain("pa:s").doesNotContain("hidden");
    }

    @Test
    void pgpass_lines_are_escaped() {
        assertThat(PgPass.text(List.of(REPLICATION, Credentials.NONE, REPLICATION))).isEqualTo("*:*:*:repl:pa\\:s\\\\s\n");
    }

    @Test
    void auto_conf_loses_what_only_recovery_reads() {
        assertThat(ConfigText.withoutRecovery("# a\nwork_mem = '1MB'\nprimary_conninfo = 'host=evil'\nrecovery_target_time='x'\n")).isEqualTo("# a\nwork_mem = '1MB'\n");
    }

    @Test
    void control_data_of_a_crashed_primary_a_stopped_one_and_a_standby() {
        var common = "Database system identifier:           7301\nLatest checkpoint location:           0/3000060\nLatest checkpoint's TimeLineID:       2\nmax_connections setting:              150\n";
        var crashed = ControlFile.parse(common + "Database cluster state:               in production\nMinimum recovery ending location:     0/0\n").view(false);
        assertThat(crashed.cleanly()).isFalse();
        assertThat(crashed.end()).isEqualTo(WalPosition.parse("0/3000060"));
        var stopped = ControlFile.parse(common + "Database cluster state:               shut down\n").view(false);
        assertThat(stopped.cleanly()).isTrue();
        assertThat(stopped.systemId()).isEqualTo(new SystemId("7301"));
        var standby = ControlFile.parse(common + "Database cluster state:               shut down in recovery\nMinimum recovery ending location:     0/5000000\nMin recovery ending loc's timeline:   3\n");
        assertThat(standby.view(true).end()).isEqualTo(WalPosition.parse("0/5000000"));
        assertThat(standby.view(true).timeline()).isEqualTo(new Timeline(3));
        assertThat(standby.settings()).containsEntry("max_connections", 150).containsEntry("max_wal_senders", 0);
        assertThat(ControlFile.parse("pg_controldata: error: could not open file").readable()).isFalse();
    }

    @Test
    void control_data_that_was_read_in_half_is_not_readable_whatever_words_a_version_has_for_it() {
        var all = "Database system identifier:           7301\nDatabase cluster state:               in archive recovery\n";
        assertThat(ControlFile.parse(all).readable()).isTrue();
        assertThat(ControlFile.parse("WARNING: Calculated CRC checksum does not match value stored in file.\nEither the file is corrupt, or ...\n" + all).readable()).isFalse();
        assertThat(ControlFile.parse("pg_controldata: warning: calculated CRC checksum does not match value stored in control file\npg_controldata: detail: Either ...\n" + all).readable())
                .isFalse();
    }

    @Test
    void a_history_file_becomes_forks() {
        assertThat(Walsender.parse("# comment\n1\t0/3000148\tno recovery target specified\n\n2\t0/5000000\n")).extracting(row -> row.ended() + " " + row.fork() + " " + row.reason())
                .containsExactly("1 0/3000148 no recovery target specified", "2 0/5000000 ");
    }
}
