package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.OwnLeases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent's leases outlive it. What a damaged file says: [NewestLineTest].
class LeaseFileTest {
    /// etcd's numbers may be negative for Java.
    private static final OwnLeases LEASES = OwnLeases.NONE.with(new LeaseId(0x694d9ac0f0ea2c07L)).with(new LeaseId(-3)).with(new LeaseId(4711));

    @TempDir
    Path directory;

    private static OwnLeases again(Path file) {
        try (var leases = new LeaseFile(file)) {
            return leases.read();
        }
    }

    @Test
    void what_was_kept_last_is_there_for_the_next_agent() throws Exception {
        var file = directory.resolve("leases");
        assertThat(again(file)).isEqualTo(OwnLeases.NONE);
        try (var leases = new LeaseFile(file)) {
            leases.keep(OwnLeases.NONE.with(new LeaseId(4711)));
            leases.keep(LEASES);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> again(file).equals(LEASES));
        }
        assertThat(Files.readAllLines(file).get(1)).isEqualTo("1267 fffffffffffffffd 694d9ac0f0ea2c07");
    }

    @Test
    void the_last_eight_are_kept() {
        var leases = OwnLeases.NONE;
        for (var id = 1; id <= 20; id++) leases = leases.with(new LeaseId(id)).with(LeaseId.NONE).with(new LeaseId(id));
        assertThat(leases.ids()).hasSize(8).contains(new LeaseId(20), new LeaseId(13)).doesNotContain(new LeaseId(12));
    }
}
