package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloadTest {
    @TempDir Path directory;
    private String yaml;
    private AgentConfig current;

    @BeforeEach
    void load() throws IOException {
        yaml = Files.readString(Corpus.file("good/bench.yml"));
        current = Corpus.loaded(Corpus.file("good/bench.yml"), Map.of());
    }

    @Test
    void nothing_changed() {
        var reload = reload(yaml);
        assertThat(reload.config()).isSameAs(current);
        assertThat(reload.applied()).isEmpty();
        assertThat(reload.rejected()).isFalse();
    }

    @Test
    void tags_parameters_and_passwords_change_at_once() {
        var reload = reload(yaml.replace("clonefrom: false", "clonefrom: true").replace("64MB", "96MB").replace("bench-repl", "new-repl").replace("INFO", "DEBUG"));
        assertThat(reload.applied()).containsExactly("log.level", "postgresql.authentication.replication.password", "postgresql.parameters", "tags.clonefrom");
        assertThat(reload.waiting()).isEmpty();
        assertThat(reload.config().node().tags().cloneFrom()).isTrue();
        assertThat(reload.config().postgres().replication().password().reveal()).isEqualTo("new-repl");
        assertThat(reload.toString()).doesNotContain("new-repl");
    }

    @Test
    void addresses_and_directories_keep_their_old_values_until_the_agent_is_restarted() {
        var reload = reload(yaml.replace("clonefrom: false", "clonefrom: true").replace("/n1/data", "/n9/data").replace("name: n1", "name: n9")
                + "matriarch:\n  peer_patience: 500\n");
        assertThat(reload.waiting()).containsExactly("matriarch.peer_patience", "name", "postgresql.data_dir");
        assertThat(reload.applied()).containsExactly("tags.clonefrom");
        assertThat(reload.config().node().name()).isEqualTo(current.node().name());
        assertThat(reload.config().postgres().dataDirectory()).isEqualTo(current.postgres().dataDirectory());
        assertThat(reload.config().node().peerPatience()).isEqualTo(current.node().peerPatience());
        assertThat(reload.config().node().tags().cloneFrom()).isTrue();
    }

    /// H02: wherever the writer was interrupted, the agent goes on with what it had or with a configuration that is whole in itself.
    @Test
    void a_half_written_file_never_moves_the_node() {
        for (int end = 0; end < yaml.length(); end++) {
            var reload = reload(yaml.substring(0, end));
            assertThat(reload.config().postgres().dataDirectory()).isEqualTo(current.postgres().dataDirectory());
            assertThat(reload.config().node().name()).isEqualTo(current.node().name());
            assertThat(reload.config().rest().listen()).isEqualTo(current.rest().listen());
            if (reload.rejected()) assertThat(reload.config()).isSameAs(current);
        }
    }

    @Test
    void a_file_that_lost_its_required_keys_is_refused() {
        var reload = reload(yaml.substring(0, yaml.indexOf("postgresql:\n  listen")));
        assertThat(reload.rejected()).isTrue();
        assertThat(reload.problems()).anySatisfy(p -> assertThat(p.path()).isEqualTo("postgresql.data_dir"));
    }

    private ConfigReload reload(String text) {
        try {
            return ConfigReload.of(current, new ConfigSource(Files.writeString(directory.resolve("agent.yml"), text), Map.of()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
