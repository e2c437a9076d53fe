package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.matriarch.agent.host.DiskShare;
import io.matriarch.core.view.ScriptCommand;
import io.matriarch.core.view.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Text that nobody meant, into every reader of this package: no exception, always a finding that names a place and a cure, never a password.
///
/// Seeded, so that a failure comes again; what is tried is said in the message.
class ReaderFuzzTest {
    private static final String SECRET = "canary";
    private static final List<String> NOISE = List.of("\t", "\u0000", "\u0007", "\u2028", "é", "{", "}", "[", "]", ": ", ",", "- ", "# ", "&a", "*a", "<<: *a", "!!x", "!!binary", "|", ">", "'", "\"", "%", "@",
            "`", "? ", "~", "null", "true", "010", "1_000", "0x1f", "1e9", ".inf", "-1", "99999999999999999999", "12:30", "2001-01-01", "\n", "\n\n", "  ", "---\n", "...\n", "name: x\n", "\r", "\\", "=", "$");

    private static String source(SplittableRandom random) {
        var lines = new ArrayList<>(Sample.TEXT.replace("change-me", SECRET).replaceAll("(?m)^( *)#(?=[^ ]| {2,}[a-z])", "$1").lines().filter(line -> !line.strip().startsWith("#")).toList());
        for (var changes = 1 + random.nextInt(4); changes > 0; changes--) change(lines, random);
        return String.join("\n", lines) + "\n";
    }

    private static void change(List<String> lines, SplittableRandom random) {
        var at = random.nextInt(lines.size());
        var line = lines.get(at);
        var place = random.nextInt(line.length() + 1);
        var noise = NOISE.get(random.nextInt(NOISE.size()));
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.set(at, line.substring(0, place) + noise + line.substring(place));
            case 3 -> lines.set(at, line.substring(0, line.indexOf(':') + 1) + " " + noise);
            case 4 -> lines.set(at, " ".repeat(random.nextInt(6)) + line.strip());
            case 5 -> lines.set(at, line.substring(0, place));
            default -> lines.set(at, line + noise + NOISE.get(random.nextInt(NOISE.size())));
        }
        if (lines.isEmpty()) lines.add("");
    }

    @Test
    void a_mangled_file_is_refused_with_places_or_read_and_explained() {
        var random = new SplittableRandom(20261122);
        var read = 0;
        for (var i = 0; i < 4_000; i++) {
            var text = source(random);
            var result = new ConfigSource(ConfigSource.NO_FILE, Map.of("PATRONI_CONFIGURATION", text, "PATH", "/usr/bin")).read();
            assertThat(result.warnings()).as(text).allSatisfy(ReaderFuzzTest::clear);
            switch (result) {
                case ConfigResult.Rejected(var problems, var _) -> assertThat(problems).as(text).isNotEmpty().allSatisfy(ReaderFuzzTest::clear);
                case ConfigResult.Loaded(var config, var _) -> {
                    read++;
                    assertThat(Explanation.of(config, new Dynamic.Unwritten("etcd was not asked")).toString()).as(text).doesNotContain("password = " + SECRET);
                }
            }
        }
        assertThat(read).as("some changes do no harm").isBetween(100, 3_900);
    }

    private static void clear(Problem problem) {
        assertThat(problem.cure()).isNotBlank();
        assertThat(problem.place().source()).isNotBlank();
        assertThat(problem.toString()).matches("[^\\p{Cntrl}]{5,2000}").doesNotContain(SECRET);
    }

    @Test
    void noise_is_no_yaml_and_costs_nothing() {
        var random = new SplittableRandom(7);
        for (var i = 0; i < 20_000; i++) {
            var text = random.ints(random.nextInt(1, 60), 0, NOISE.size()).mapToObj(NOISE::get).collect(Collectors.joining());
            var findings = new Findings();
            assertThatCode(() -> YamlReader.read("x.yml", text, findings)).as(text).doesNotThrowAnyException();
            assertThat(findings.problems()).as(text).allSatisfy(ReaderFuzzTest::clear);
        }
    }

    @Test
    void every_variable_takes_any_text_and_says_what_is_wrong_with_it() {
        var random = new SplittableRandom(11);
        var loaded = 0;
        var names = KnownKeys.ALL.stream().map(Environment::variable).filter(name -> !name.isEmpty()).toList();
        for (var i = 0; i < 6_000; i++) {
            var environment = new HashMap<String, String>(Map.of("PATH", "/usr/bin", "PATRONI_CONFIGURATION", Sample.TEXT, "PATRONI_SUPERUSER_PASSWORD", SECRET, "PATRONI_RESTAPI_PASSWORD", SECRET));
            for (var n = 0; n < 3; n++) environment.put(names.get(random.nextInt(names.size())).replace("PATRONI_", random.nextBoolean() ? "PATRONI_" : "MATRIARCH_"), noise(random));
            var result = new ConfigSource(ConfigSource.NO_FILE, environment).read();
            assertThat(result.warnings()).as(environment.toString()).allSatisfy(ReaderFuzzTest::clear);
            switch (result) {
                case ConfigResult.Rejected(var problems, _) -> assertThat(problems).as(environment.toString()).isNotEmpty().allSatisfy(ReaderFuzzTest::clear);
                case ConfigResult.Loaded(var config, _) -> {
                    loaded++;
                    assertThat(config.toString()).as(environment.toString()).doesNotContain(SECRET);
                    assertThat(Explanation.of(config, new Dynamic.Unwritten("etcd was not asked"))).as(environment.toString()).isNotEmpty().noneMatch(line -> line.toString().contains(SECRET));
                }
            }
        }
        assertThat(loaded).as("some text does no harm").isBetween(100, 5_900);
    }

    private static String noise(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.ints(random.nextInt(0, 8), 0, NOISE.size()).mapToObj(NOISE::get).collect(Collectors.joining());
            case 1 -> random.ints(random.nextInt(0, 20), 32, 127).mapToObj(Character::toString).collect(Collectors.joining());
            default -> List.of("127.0.0.1:5432", "[::1]:99999", "::", "http://a:b@c", "https://[fe80::1%eth0]:2379", "*:0", "a,b,:1", "10GB", "20%", "-5", "1e3kB", "0644", "yes").get(random.nextInt(13));
        };
    }

    /// What is found good is understood; what is not is named.
    @Test
    void addresses_urls_sizes_and_spans() {
        var random = new SplittableRandom(13);
        for (var i = 0; i < 200_000; i++) {
            var text = random.nextInt(2) == 0 ? noise(random) : random.ints(random.nextInt(0, 14), 0, 24).mapToObj(c -> "0123456789:[].,%/-ab*GBk ".substring(c, c + 1)).collect(Collectors.joining());
            assertThatCode(() -> {
                if (HostPort.fault(text).isEmpty()) assertThat(HostPort.of(text, 1).port()).isBetween(1, 65_535);
                if (Listen.fault(text).isEmpty()) assertThat(Listen.of(text, 1).hosts()).isNotEmpty();
                if (EtcdUrl.fault(text).isEmpty()) assertThat(EtcdSection.address(EtcdUrl.of(text, "http", 0)).host()).isNotBlank();
                if (DiskShare.understood(text)) assertThat(DiskShare.of(text).toString()).isNotBlank();
                assertThat(Spans.of(text, Duration.ofSeconds(7))).isNotNull();
                ScriptCommand.of(text);
            }).as("'" + text + "'").doesNotThrowAnyException();
        }
    }

    @Test
    void what_no_file_may_be(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) throws java.io.IOException {
        var texts = new HashMap<String, List<String>>();
        texts.put("", List.of("is empty"));
        texts.put("# nothing\n", List.of("is empty"));
        texts.put("- a\n- b\n", List.of("must be a map of keys", "not a list"));
        texts.put("just words", List.of("must be a map of keys", "not plain text"));
        texts.put("a: 1\na: 2\n", List.of("config.yml:2: a is here twice; it is also on line 1"));
        texts.put("a:\n\tb: 1\n", List.of("config.yml:2", "is not YAML"));
        texts.put("name: a\u0000b\n", List.of("is not YAML: special characters are not allowed"));
        texts.put("a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n", List.of("is not YAML"));
        texts.put("bootstrap: {dcs: {ttl: 010}}\n", List.of("bootstrap.dcs.ttl: \"010\": a leading zero makes it octal to some readers of YAML; write 10"));
        texts.put("postgresql: [1]\nrestapi: yes\nname: {a: 1}\n", List.of("postgresql: a list: must be a map of", "restapi: \"yes\": must be a map of", "name: a map: must be 1 to 63 letters"));
        texts.put("a: " + "[".repeat(5_000) + "\n", List.of("Nesting Depth exceeded max 32"));
        texts.put("a: " + "{b: ".repeat(40) + "1" + "}".repeat(40) + "\n", List.of("is not YAML"));
        texts.put("x: " + "y".repeat(2 << 20) + "\n", List.of("is longer than 1 MiB"));
        texts.put("--- \nname: a\n--- \nname: b\n", List.of("is not YAML"));
        texts.forEach((text, expected) -> assertThat(String.join("\n", Corpus.problems(Corpus.text(directory, text)))).as(text.substring(0, Math.min(60, text.length()))).contains(expected));
        var none = java.nio.file.Files.createDirectory(directory.resolve("none"));
        assertThat(Corpus.problems(new ConfigSource(none, Map.of()).read())).containsExactly(none + ": is a directory without a *.yml or *.yaml file");
        var latin = java.nio.file.Files.write(directory.resolve("latin.yml"), new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xe9, '\n'});
        assertThat(Corpus.problems(new ConfigSource(latin, Map.of()).read())).containsExactly(latin + ": is not UTF-8 text");
        var huge = directory.resolve("huge.yml");
        try (var out = java.nio.file.Files.newOutputStream(huge)) {
            var block = new byte[1 << 20];
            Arrays.fill(block, (byte) ' ');
            for (var i = 0; i < 50; i++) out.write(block);
        }
        assertThat(Corpus.problems(new ConfigSource(huge, Map.of()).read())).containsExactly(huge + ": is longer than 1 MiB");
    }
}
