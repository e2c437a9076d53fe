package io.matriarch.chaos.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Endpoint;
import io.matriarch.chaos.cluster.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Debian's patronictl, pointed at a cluster as its operator would: by a file that says where etcd is and what the cluster is called. And that of Patroni 4, where
/// scripts/patroni4 has put it.
final class Patronictl {
    static final String CLUSTER = "chaos";
    private static final String PROGRAM = System.getProperty("chaos.patronictl", "/usr/bin/patronictl");
    private static final Path FOUR = Path.of(System.getProperty("chaos.patroni4", "/opt/matriarch-patroni4"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String program;
    private final Path configuration;
    private final Map<String, String> environment;

    private Patronictl(String program, Path configuration, Map<String, String> environment) {
        this.program = program;
        this.configuration = configuration;
        this.environment = environment;
    }

    static boolean installed() {
        return Files.isExecutable(Path.of(PROGRAM));
    }

    static boolean fourInstalled() {
        return Files.isExecutable(FOUR.resolve("usr/bin/patronictl"));
    }

    /// Its file lies beside the cluster's logs.
    static Patronictl of(ClusterUnderTest cluster) throws IOException {
        return of(cluster, "");
    }

    /// With more in its file, such as how it speaks to members: lines of YAML.
    static Patronictl of(ClusterUnderTest cluster, String more) throws IOException {
        var etcd = cluster.etcdClients().stream().map(Endpoint::toString).collect(Collectors.joining(", "));
        var file = cluster.work().resolve("patronictl.yml");
        Files.writeString(file, "scope: %s\nnamespace: /service/\netcd3:\n  hosts: [%s]\n".formatted(CLUSTER, etcd) + more);
        return new Patronictl(PROGRAM, file, Map.of("PGPASSWORD", Node.PASSWORD));
    }

    /// The same of Patroni 4: unpacked and not installed, so it is told where it is.
    Patronictl four() {
        return new Patronictl(FOUR.resolve("usr/bin/patronictl").toString(), configuration, environment).with("PYTHONPATH", FOUR.resolve("usr/lib/python3/dist-packages").toString());
    }

    /// The same, with another variable of the environment.
    Patronictl with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new Patronictl(program, configuration, more);
    }

    /// `typed` is what a person answers to its questions.
    Program.Said answering(String typed, String... words) {
        var said = said(typed, words);
        System.out.println("  $ patronictl " + String.join(" ", words) + "\n" + said.text().indent(4));
        return said;
    }

    private Program.Said said(String typed, String... words) {
        var command = new ArrayList<>(List.of(program, "-c", configuration.toString()));
        command.addAll(List.of(words));
        return Program.run(typed, environment, command);
    }

    /// What it prints; the test fails when it ends with another code than 0.
    String run(String... words) {
        var said = answering("", words);
        assertThat(said.ok()).as(said.text()).isTrue();
        return said.text();
    }

    /// `patronictl list`, a row a member.
    List<JsonNode> list() {
        return rows("list", "-f", "json");
    }

    List<JsonNode> rows(String... words) {
        try {
            return StreamSupport.stream(JSON.readTree(said("", words).text()).spliterator(), false).toList();
        } catch (IOException notJson) {
            throw new AssertionError(notJson);
        }
    }
}
