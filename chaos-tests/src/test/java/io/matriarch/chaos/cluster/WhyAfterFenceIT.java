package io.matriarch.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What the guardian did while its agent stood still or was dead is told by `bin/matriarch why`: real agents, real primaries. With the short
/// selection of faults (`-Dchaos.short`).
@Tag("chaos")
@EnabledIfSystemProperty(named = "chaos.short", matches = "true|")
class WhyAfterFenceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration STEP = Duration.ofMillis(100);

    private static Settings twoNodes() {
        return Settings.small(Timing.ofTtl(Duration.ofSeconds(5)), 2);
    }

    private static void until(String what, BooleanSupplier condition) {
        assertThat(Waiting.until(PATIENCE, STEP, condition)).as(what).isTrue();
    }

    /// Standard output and error; the node's own file says where everybody is.
    private static String why(Settings settings, Node node, String... words) throws IOException, InterruptedException {
        var command = Stream.concat(settings.account().prefix().stream(), Stream.concat(
                Stream.of(settings.home().resolve("bin/matriarch").toString(), "why", "--timeout", "60", "--config", node.configuration().toString()), Arrays.stream(words))).toList();
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(said);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void a_guardian_that_fenced_alone_is_quoted() throws Exception {
        var settings = twoNodes();
        var cluster = ClusterUnderTest.started(settings);
        try (cluster) {
            var nodes = cluster.nodes();
            until("a primary and a standby", () -> nodes.stream().anyMatch(n -> n.answers("/primary")) && nodes.stream().anyMatch(n -> n.answers("/replica")));
            var first = nodes.stream().filter(n -> n.answers("/primary")).findFirst().orElseThrow();
            var second = nodes.stream().filter(n -> !n.equals(first)).findFirst().orElseThrow();

            var thaw = Harm.freeze(cluster, Target.AGENT, first);
            until("the other one leads", () -> second.answers("/primary"));
            thaw.apply();
            until("back as a standby", () -> first.answers("/replica"));
            assertThat(why(settings, first, first.name(), "demoted")).contains(first.name() + "  guardian.fence", "because  guardian: permit ended at ", "agent silent since ",
                    "its connection was open", "no process left after", "before   ", "mine.lead", "source   agent/src/main/c/guardian.c");

            var cure = Harm.kill(cluster, Target.AGENT, second);
            until("the first one leads again", () -> first.answers("/primary"));
            assertThat(why(settings, second, second.name(), "demoted")).contains(second.name() + "  guardian.fence", "its connection was gone: it had been killed",
                    "journal on disk");
            cure.apply();
            until("it is back", () -> second.answers("/replica"));
            assertThat(why(settings, first, second.name(), "demoted")).contains(second.name() + "  guardian.fence", "its connection was gone: it had been killed", "after    ");
        }
        cluster.forget();
    }
}
