package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.DiskShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may go, and in which order. Every directory here has 1000 bytes.
class SetAsideTest {
    @TempDir Path state;

    private void made(String... names) throws IOException {
        for (var name : names) {
            Files.createDirectories(state.resolve(name).resolve("base"));
            Files.write(state.resolve(name).resolve("base/1"), new byte[1000]);
        }
    }

    private List<String> left(long limit) throws IOException {
        new SetAside(List.of(state.resolve("aside"), state.resolve("forks"))).trim(new DiskShare.Bytes(limit));
        return Stream.of("aside", "forks").flatMap(place -> Stream.of(Objects.requireNonNullElse(state.resolve(place).toFile().list(), new String[0]))).sorted().toList();
    }

    private static String data(int day) {
        return "aside/data.202611%02dT101010.123".formatted(day);
    }

    private static String fork(int day) {
        return "forks/202611%02dT101010.123.tl1-0_3000148".formatted(day);
    }

    @Test
    void the_oldest_go_first_until_the_rest_fits() throws IOException {
        made(data(3), data(1), data(2), data(4));
        assertThat(left(4000)).hasSize(4);
        assertThat(left(2500)).containsExactly("data.20261103T101010.123", "data.20261104T101010.123");
    }

    @Test
    void the_newest_of_each_kind_stays_whatever_it_takes() throws IOException {
        made(data(1), data(2), fork(1), fork(2), fork(3), "aside/clone.20261101T101010.123", "aside/bootstrap.20261101T101010.123");
        assertThat(left(0)).containsExactly("20261103T101010.123.tl1-0_3000148", "bootstrap.20261101T101010.123", "clone.20261101T101010.123", "data.20261102T101010.123");
    }

    @Test
    void kinds_are_thinned_out_together_by_age() throws IOException {
        made(data(3), data(9), fork(1), fork(2), fork(9));
        assertThat(left(3000)).containsExactly("20261109T101010.123.tl1-0_3000148", "data.20261103T101010.123", "data.20261109T101010.123");
    }

    @Test
    void what_is_to_be_kept_stays_and_counts() throws IOException {
        made(data(1), data(2), data(3), data(4));
        Files.writeString(state.resolve(data(1) + ".keep"), "why");
        assertThat(left(2000)).containsExactly("data.20261101T101010.123", "data.20261101T101010.123.keep", "data.20261104T101010.123");
    }

    @Test
    void what_others_put_there_is_never_touched_and_never_counted() throws IOException {
        made(data(1), "aside/mine", "aside/data.bak", "aside/data.20261101T101010.123.copy", "forks/unfinished", data(2));
        Files.createSymbolicLink(state.resolve("aside/data.20261001T101010.123"), state.resolve("aside/mine"));
        assertThat(left(0)).containsExactly("data.20261001T101010.123", "data.20261101T101010.123.copy", "data.20261102T101010.123", "data.bak", "mine", "unfinished");
    }

    @Test
    void links_are_removed_but_not_what_they_lead_to_and_a_removal_that_died_is_finished() throws IOException {
        made(data(1), data(2), "elsewhere", "aside/data.20261001T101010.123.removed");
        Files.createSymbolicLink(state.resolve(data(1)).resolve("pg_tblspc"), state.resolve("elsewhere"));
        assertThat(left(1000)).containsExactly("data.20261102T101010.123");
        assertThat(state.resolve("elsewhere/base/1")).exists();
    }

    @Test
    void sizes_are_read_as_postgres_writes_them() {
        assertThat(DiskShare.of("50GB")).isEqualTo(new DiskShare.Bytes(50L << 30));
        assertThat(DiskShare.of("20%")).isEqualTo(new DiskShare.Percent(20));
        assertThat(DiskShare.of("1048576")).isEqualTo(new DiskShare.Bytes(1 << 20));
        assertThat(DiskShare.of("200 mb")).isEqualTo(new DiskShare.Bytes(200 << 20));
        for (var wrong : List.of("", "-1", "120%", "1.5GB", "GB", "10 apples")) assertThat(DiskShare.understood(wrong)).as(wrong).isFalse();
    }
}
