package io.matriarch.core.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.mutants.Trials.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one run tells the next: results as long as the code is the same, seeds to begin with, and what the command line makes of both.
class KeptTest {
    private static final Mutant ONE = Mutant.parse("one", List.of("number: 1", "mutant: one", "kind: product", "file: A.java", "<<<<", "old", "====", "new", ">>>>"));
    private static final Mutant TWO = new Mutant("two", ONE.heads(), ONE.edits());
    private static final Result FOUND = new Result.Caught("liveness", 7, true, "not whole, what: a");
    private static final Result TESTED = new Result.Caught("VoterTest.says", Trials.TEST, true, "expected: a");
    private static final Result KNOWN = new Result.Caught("liveness", 7, false, "not whole");
    @TempDir
    private Path root;

    private static Options options(String... arguments) {
        return Options.parse(List.of(arguments)).orElseThrow();
    }

    private Iterable<Result> after(Result result, String... arguments) throws IOException {
        var kept = new Kept(root);
        kept.keep(ONE, "same", result);
        return kept.of(ONE, "same", options(arguments)).stream().toList();
    }

    @Test
    void a_result_is_kept_while_the_code_is_the_same() throws IOException {
        assertThat(after(FOUND)).containsExactly(FOUND);
        assertThat(after(TESTED, "--search", "--seeds", "1")).containsExactly(TESTED);
        assertThat(after(new Result.Survived(50), "--search", "--seeds", "50")).containsExactly(new Result.Survived(50));
        assertThat(new Kept(root).of(ONE, "changed", options())).isEmpty();
        assertThat(new Kept(root).of(TWO, "same", options())).isEmpty();
    }

    @Test
    void a_result_that_says_less_than_is_asked_for_is_none() throws IOException {
        assertThat(after(FOUND, "--seeds", "6")).isEmpty();
        assertThat(after(new Result.Survived(50), "--search", "--seeds", "51")).isEmpty();
        assertThat(after(new Result.Survived(50), "--seeds", "50")).isEmpty();
        assertThat(after(KNOWN)).containsExactly(KNOWN);
        assertThat(after(KNOWN, "--search")).isEmpty();
        assertThat(after(new Result.Unfinished(3))).isEmpty();
        assertThat(after(new Result.Stale("why"))).isEmpty();
    }

    @Test
    void the_seed_that_caught_one_is_known_until_another_does() throws IOException {
        Files.createDirectories(root.resolve(KnownSeeds.FILE).getParent());
        KnownSeeds.write(root, List.of(new Table.Row(ONE, FOUND), new Table.Row(TWO, new Result.Survived(9))));
        assertThat(KnownSeeds.read(root)).isEqualTo(Map.of("one", 7L));
        KnownSeeds.write(root, List.of(new Table.Row(ONE, FOUND), new Table.Row(TWO, TESTED)));
        assertThat(KnownSeeds.read(root)).as("a test is no seed").isEqualTo(Map.of("one", 7L));
        assertThat(Table.page(List.of(new Table.Row(TWO, TESTED)), 1000)).contains("| VoterTest.says | a test |");
        KnownSeeds.write(root, List.of(new Table.Row(ONE, new Result.Unfinished(1)), new Table.Row(TWO, new Result.Caught("crash", 3, true, ""))));
        assertThat(KnownSeeds.read(root)).isEqualTo(Map.of("one", 7L, "two", 3L));
        KnownSeeds.write(root, List.of(new Table.Row(TWO, FOUND)));
        assertThat(KnownSeeds.read(root)).isEqualTo(Map.of("two", 7L));
    }

    @Test
    void the_command_line_is_read() {
        assertThat(options("--only", "one,09", "--minutes", "5", "--search", "--table", "T").only()).containsExactlyInAnyOrder("one", "09");
        assertThat(options("--only", "one").chosen(ONE)).isTrue();
        assertThat(options("--only", "one").chosen(TWO)).isFalse();
        assertThat(options().chosen(TWO)).isTrue();
        for (var wrong : List.of(List.of("--seeds"), List.of("--seeds", "many"), List.of("--else", "1"), List.of("seeds"))) assertThat(Options.parse(wrong)).isEmpty();
    }

    @Test
    void the_table_tells_what_was_not_searched_or_not_finished() {
        var rows = List.of(new Table.Row(ONE, KNOWN), new Table.Row(TWO, new Result.Unfinished(12)));
        assertThat(Table.page(rows, 1000)).contains("| liveness | 7 (known) |").contains("| **not finished** | > 12 |")
                .contains("1 of 2 caught, 0 survived, 0 stale, 1 not finished.");
        assertThat(Table.exitCode(rows)).isEqualTo(3);
        assertThat(Table.exitCode(rows.subList(0, 1))).isZero();
    }
}
