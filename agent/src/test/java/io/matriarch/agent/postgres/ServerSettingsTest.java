package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.StandbyCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whose setting wins (contract 3.1, 3.5).
class ServerSettingsTest {
    private static Document document(Object... pairs) {
        var document = Document.EMPTY;
        for (var i = 0; i < pairs.length; i += 2) document = document.with((String) pairs[i], pairs[i + 1]);
        return document;
    }

    @Test
    void local_wins_key_by_key_but_not_over_what_the_cluster_decides() {
        var dynamic = document("use_slots", false, "pg_hba", List.of("local all all peer"), "listen", "evil:1", "authentication", Map.of("x", "y"),
                "parameters", Map.of("work_mem", "8MB", "max_connections", 200, "log_checkpoints", true));
        var local = document("use_slots", true, "pg_hba", List.of("local all all trust"), "parameters", Map.of("work_mem", "16MB", "max_connections", 500, "Shared_Buffers", "1GB"));
        var settings = ServerSettings.of(local, dynamic);
        assertThat(settings.useSlots()).isFalse();
        assertThat(settings.lines("pg_hba")).containsExactly("local all all trust");
        assertThat(settings.section().has("listen")).isFalse();
        assertThat(settings.section().has("authentication")).isFalse();
        assertThat(settings.parameters()).containsExactly(Map.entry("log_checkpoints", "on"), Map.entry("shared_buffers", "1GB"), Map.entry("work_mem", "16MB"));
        assertThat(settings.controlled()).containsExactly(Map.entry("max_connections", "200"));
    }

    @Test
    void recovery_settings_move_to_the_recovery_section_and_targets_and_upstream_are_never_taken() {
        var settings = ServerSettings.of(document("parameters", Map.of("restore_command", "cp a b", "recovery_target_lsn", "0/1", "primary_conninfo", "host=evil")),
                document("recovery_conf", Map.of("recovery_min_apply_delay", "5min", "restore_command", "fetch %f %p")));
        assertThat(settings.recovery()).containsExactly(Map.entry("recovery_min_apply_delay", "5min"), Map.entry("restore_command", "fetch %f %p"));
        assertThat(settings.parameters()).isEmpty();
    }

    @Test
    void a_standby_cluster_has_the_last_word_on_how_every_member_recovers() {
        var section = Map.<String, Object>of("host", "far", "primary_slot_name", "ours", "restore_command", "fetch-far %f %p", "recovery_min_apply_delay", "1h");
        var dynamic = new Document(Map.of("standby_cluster", section, "postgresql", Map.of("recovery_conf", Map.of("restore_command", "fetch %f %p", "recovery_end_command", "x"))));
        var settings = ServerSettings.of(Document.EMPTY, new ClusterConfig(dynamic));
        assertThat(settings.recovery()).containsExactly(Map.entry("recovery_end_command", "x"), Map.entry("recovery_min_apply_delay", "1h"), Map.entry("restore_command", "fetch-far %f %p"));
        assertThat(settings.standbyCluster()).isEqualTo(new StandbyCluster.Following(new Endpoint("far", 5432), "ours"));
        var promoted = ServerSettings.of(Document.EMPTY, new ClusterConfig(dynamic.with("standby_cluster", Map.of())));
        assertThat(promoted.recovery()).containsEntry("restore_command", "fetch %f %p").doesNotContainKey("recovery_min_apply_delay");
        assertThat(promoted.standbyCluster()).isEqualTo(StandbyCluster.OFF);
    }

    @Test
    void unacceptable_controlled_values_fall_back_and_a_standby_is_never_below_its_primary() {
        var wanted = ControlledParameters.wanted(Map.of("max_connections", "3", "wal_level", "minimal", "hot_standby", "off", "wal_log_hints", "no", "max_wal_senders", "5"));
        assertThat(wanted).containsEntry("max_connections", "100").containsEntry("wal_level", "replica").containsEntry("hot_standby", "on")
                .containsEntry("wal_log_hints", "off").containsEntry("max_wal_senders", "5");
        assertThat(ControlledParameters.held(wanted, Map.of("max_connections", 300, "max_wal_senders", 4, "max_replication_slots", 90)))
                .containsEntry("max_connections", "300").containsEntry("max_wal_senders", "5").containsEntry("max_replication_slots", "10");
        assertThat(ControlledParameters.walKeep(Map.of("wal_keep_segments", "4"))).containsValue("64MB");
        assertThat(ControlledParameters.walKeep(Map.of("wal_keep_size", "1GB", "wal_keep_segments", "4"))).containsValue("1GB");
        assertThat(ControlledParameters.walKeep(Map.of("wal_keep_size", "'; evil"))).containsValue("128MB");
    }

    @Test
    void options_are_read_from_lists_and_maps() {
        assertThat(Options.of(List.of("--verbose", Map.of("max-rate", "100M"), Map.of("no-sync", true)))).containsExactly("verbose", "max-rate=100M", "no-sync");
        assertThat(Options.of(Map.of("checkpoint", "spread"))).containsExactly("checkpoint=spread");
    }
}
