package io.matriarch.agent.postgres;

import io.matriarch.core.view.ClusterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Replays what a primary that crashed has of WAL, and shuts it down cleanly, in single-user mode: nobody can connect meanwhile.
final class CrashRecovery {
    private final LocalServer server;
    private final ConfigFiles files;

    CrashRecovery(LocalServer server, ConfigFiles files) {
        this.server = server;
        this.files = files;
    }

    /// `held`: what the controlled parameters are; `also`: options besides. Ended when it moves nothing for `patience`.
    void run(Map<String, String> held, List<String> also, Duration patience) throws Trouble {
        var command = new ArrayList<>(List.of(server.programs().path("postgres"), "--single", "-D", server.directory().path().toString(), "-c", "config_file=" + files.main()));
        held.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        command.addAll(also);
        command.addAll(List.of("-c", "logging_collector=off", "template1"));
        var result = server.programs().supervised(command, patience);
        if (!result.succeeded()) throw new Trouble("crash recovery failed: " + result.last());
    }

    /// Of a server that will be started as a primary again: by its own parameters.
    void asItWillStart(ClusterConfig cluster) throws Trouble, IOException {
        var marker = server.directory().marker();
        if (!marker.isEmpty()) throw new Trouble("the data directory is half done (" + marker + " did not finish) and must not be recovered");
        var control = new StoppedLook(server.directory(), server.programs()).control();
        if (control.view(server.directory().standby()).standby()) throw new Trouble("this is a standby, which single-user mode refuses");
        if (control.cleanly()) return;
        server.progress().set("crash recovery");
        var settings = server.adopt(cluster);
        files.write(settings, ConfigText.Recovery.NONE);
        run(ControlledParameters.wanted(settings.controlled()), List.of(), server.config().rebuilding().patience());
    }
}
