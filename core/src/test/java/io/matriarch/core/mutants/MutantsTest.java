package io.matriarch.core.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.matriarch.core.mutants.Trials.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// No mutant is stale, and a few that are caught quickly are caught: so that the machinery does not rot. `scripts/mutants` runs them all.
class MutantsTest {
    /// The tree's root, from the module's directory, where Maven runs tests.
    private static final Path ROOT = Path.of("..");
    private static final List<String> QUICK = List.of("04-late-renewal-unfenced", "06-timeout-is-success");
    private static final int SEEDS = 40;

    @Test
    void every_mutant_still_changes_what_it_names() throws IOException {
        var mutants = Mutants.read(ROOT);
        assertThat(mutants.size()).isGreaterThanOrEqualTo(26);
        assertThat(mutants).extracting(Mutant::name).doesNotHaveDuplicates();
        for (var mutant : mutants) {
            for (var file : mutant.edits().stream().map(Mutant.Edit::file).distinct().toList()) {
                var source = Files.readString(ROOT.resolve(file));
                assertThat(mutant.planted(file, source)).as(mutant.name()).isNotEqualTo(source);
            }
        }
    }

    @Test
    void a_few_are_caught_at_once() throws IOException {
        var missed = new ArrayList<String>();
        try (var workshop = new Workshop(ROOT)) {
            var trials = new Trials(workshop, SEEDS, Map.of(), () -> false);
            for (var mutant : Mutants.read(ROOT))
                if (QUICK.contains(mutant.name()) && !(trials.of(mutant) instanceof Result.Caught)) missed.add(mutant.name());
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void the_seed_that_caught_one_before_is_tried_first_and_any_other_changes_nothing() throws IOException {
        var mutant = Mutants.read(ROOT).stream().filter(m -> m.name().equals(QUICK.getLast())).findFirst().orElseThrow();
        try (var workshop = new Workshop(ROOT)) {
            var searched = caught(new Trials(workshop, SEEDS, Map.of(), () -> false).of(mutant));
            assertThat(searched.searched()).isTrue();
            assertThat(searched.seed()).isGreaterThan(1);
            assertThat(caught(new Trials(workshop, SEEDS, Map.of(mutant.name(), searched.seed()), () -> false).of(mutant)))
                    .isEqualTo(new Result.Caught(searched.oracle(), searched.seed(), false, searched.what()));
            assertThat(caught(new Trials(workshop, SEEDS, Map.of(mutant.name(), searched.seed() - 1), () -> false).of(mutant))).isEqualTo(searched);
            assertThat(new Trials(workshop, SEEDS, Map.of(), () -> true).of(mutant)).isEqualTo(new Result.Unfinished(0));
        }
    }

    private static Result.Caught caught(Result result) {
        assertThat(result).isInstanceOf(Result.Caught.class);
        return (Result.Caught) result;
    }

    @Test
    void one_whose_text_is_gone_or_there_twice_is_stale() {
        var mutant = Mutant.parse("test", List.of("number: 1", "mutant: one", "kind: product", "file: A.java", "<<<<", "old", "====", "new", ">>>>"));
        assertThat(mutant.planted("A.java", "an old word")).isEqualTo("an new word");
        assertThat(mutant.planted("B.java", "an old word")).isEqualTo("an old word");
        assertThatExceptionOfType(Mutant.Stale.class).isThrownBy(() -> mutant.planted("A.java", "nothing")).withMessageContaining("not there any more");
        assertThatExceptionOfType(Mutant.Stale.class).isThrownBy(() -> mutant.planted("A.java", "old old")).withMessageContaining("more than once");
    }

    /// Here, where JUnit and AssertJ are on the class path.
    @Test
    void one_that_names_a_test_is_caught_by_it_and_the_code_as_it_is_passes() throws IOException {
        var mutant = Mutants.read(ROOT).stream().filter(m -> m.name().equals("12-promise-forgotten")).findFirst().orElseThrow();
        try (var workshop = new Workshop(ROOT)) {
            var trials = new Trials(workshop, 0, Map.of(), () -> false);
            assertThat(caught(trials.of(mutant)).oracle()).isEqualTo("VoterTest.a_voter_that_does_not_know_what_it_promised_abstains");
            assertThat(trials.of(naming(mutant, "ha.promise.VoterTest#a_higher_term_is_promised_to_anybody"))).isEqualTo(new Result.Survived(0));
            assertThat(trials.of(naming(mutant, "ha.promise.VoterTest#nothing_of_that_name"))).isInstanceOf(Result.Stale.class);
        }
    }

    private static Mutant naming(Mutant mutant, String test) {
        var heads = new java.util.TreeMap<>(mutant.heads());
        heads.put("test", test);
        return new Mutant(mutant.name(), heads, mutant.edits());
    }

    @Test
    void a_schedule_of_its_own_is_what_follows_all_else() {
        var mutant = Mutant.parse("test", List.of("number: 1", "mutant: one", "kind: product", "file: A", "<<<<", "old", "====", "new", ">>>>", "schedule:", "seed 1", "at 1s heal"));
        assertThat(mutant.edits()).hasSize(1);
        assertThat(mutant.schedule()).isEqualTo("seed 1\nat 1s heal");
    }

    @Test
    void a_file_that_is_no_mutant_says_why() {
        assertThatExceptionOfType(Mutant.Stale.class).isThrownBy(() -> Mutant.parse("x", List.of("number: 1"))).withMessageContaining("says no mutant");
        assertThatExceptionOfType(Mutant.Stale.class).isThrownBy(() -> Mutant.parse("x", List.of("hello"))).withMessageContaining("what is \"hello\"");
        assertThatExceptionOfType(Mutant.Stale.class).isThrownBy(() -> Mutant.parse("x", List.of("file: A", "<<<<", "old"))).withMessageContaining("no ====");
    }
}
