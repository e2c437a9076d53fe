package io.matriarch.agent.postgres;

import io.matriarch.core.port.Step;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A process that begins one step on a node's directory as its agent would, to be killed in the midst of it. It ends by itself with whoever started it.
final class StepProgram {
    private StepProgram() {}

    static Process begin(Node node, String step, Member source) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "-Dmatriarch.guardian=" + node.config.guardian(), StepProgram.class.getName(), node.home.toString(), node.config.name().value(),
                Integer.toString(node.config.listenPort()), step, source.name().value(), source.connUrl()).redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    public static void main(String[] words) throws IOException {
        var config = Node.config(Path.of(words[0]), words[1], Integer.parseInt(words[2]), Document.EMPTY);
        var source = new Member(new MemberName(words[4]), LeaseId.NONE, new Document(Map.of("conn_url", words[5])));
        var port = new LocalPostgresServer(config, new Postmaster(config), Node.CLOCK, new TestScheduler());
        port.perform(words[3].equals("rewind") ? new Step.RewindTo(source, ClusterConfig.DEFAULT) : new Step.CloneFrom(source, ClusterConfig.DEFAULT), System.out::println);
        while (System.in.read() >= 0) {} // until the end of whoever started it
        Runtime.getRuntime().halt(0);
    }
}
