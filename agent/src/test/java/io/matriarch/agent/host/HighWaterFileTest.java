package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The mark outlives the agent. What a damaged file says: [NewestLineTest].
class HighWaterFileTest {
    private static final HighWater MARK = new HighWater(new Timeline(3), new WalPosition(4711), new Term(7));

    @TempDir
    Path directory;

    private static HighWater again(Path file) {
        try (var marks = new HighWaterFile(file)) {
            return marks.read();
        }
    }

    @Test
    void what_was_kept_last_is_there_for_the_next_agent() throws Exception {
        var file = directory.resolve("high-water");
        assertThat(again(file)).isEqualTo(HighWater.UNKNOWN);
        try (var marks = new HighWaterFile(file)) {
            for (var end = 1; end <= 4711; end++) marks.keep(new HighWater(MARK.timeline(), new WalPosition(end), MARK.term()));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> again(file).equals(MARK));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }
}
