package io.matriarch.agent.postgres;

import io.matriarch.agent.hook.Script;
import io.matriarch.agent.hook.ScriptEnd;
import io.matriarch.core.view.ScriptCommand;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator's scripts that a step waits for, each bounded: `pre_promote` and `before_stop`. They get no arguments.
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private final LocalServer server;

    Hooks(LocalServer server) {
        this.server = server;
    }

    /// Done when it says yes, or where there is none. One that cannot be read says no.
    void prePromote() throws Trouble, InterruptedException {
        var end = run("pre_promote", server.config().patience().prePromote(), this::wanted);
        if (!end.succeeded()) throw new Trouble("pre_promote does not let this server be promoted: " + end.text());
    }

    /// What it says changes nothing. It never takes the time that a primary has to stop in: it ends after `longest`; and the guardian ends the server at its deadline, and the script
    /// ends with the server.
    void beforeStop(Duration longest) throws InterruptedException {
        var own = server.config().patience().beforeStop();
        var end = run("before_stop", own.compareTo(longest) < 0 ? own : longest, () -> wanted() && server.postmaster().running());
        if (end instanceof ScriptEnd.NotRun) LOG.warn("before_stop: {}", end.text());
    }

    private ScriptEnd run(String key, Duration longest, BooleanSupplier mayGoOn) throws InterruptedException {
        return switch (ScriptCommand.of(server.settings().section().fields().get(key))) {
            case ScriptCommand.None() -> ScriptEnd.ofNone();
            case ScriptCommand.Unreadable(var fault) -> new ScriptEnd.NotRun("its command " + fault);
            case ScriptCommand.Words(var words) -> {
                server.progress().set(key);
                yield new Script(key, words).run(server.programs().environment(), new Script.Bounds(longest, mayGoOn));
            }
        };
    }

    private boolean wanted() {
        return !server.programs().cancelled();
    }
}
