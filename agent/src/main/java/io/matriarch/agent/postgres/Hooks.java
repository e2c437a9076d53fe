package io.matriarch.agent.postgres;

import io.matriarch.agent.hook.Script;
import io.matriarch.agent.hook.Script.Ending;
import io.matriarch.agent.hook.ScriptEnd;
import io.matriarch.agent.host.Subprocess;
import io.matriarch.core.view.ScriptCommand;
import java.time.Duration;
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
        var end = run("pre_promote", new Script.Bounds(server.config().patience().prePromote(), this::wanted));
        if (!end.succeeded()) throw new Trouble("pre_promote does not let this server be promoted: " + end.text());
    }

    /// What it says changes nothing. It takes no longer than `left`, the time that the stop has, and then the stop has none any more: so it is asked to end only where there is time for
    /// that, and not run where there is none at all. The guardian does not wait for it, and it ends with the server.
    void beforeStop(Duration left) throws InterruptedException {
        var own = server.config().patience().beforeStop();
        var longest = own.compareTo(left) < 0 ? own : left;
        var ending = left.minus(longest).compareTo(Subprocess.LONGEST_END) < 0 ? Ending.KILLED : Ending.ASKED;
        var end = run("before_stop", new Script.Bounds(longest, () -> wanted() && server.postmaster().running(), ending));
        if (end instanceof ScriptEnd.NotRun) LOG.warn("before_stop: {}", end.text());
    }

    private ScriptEnd run(String key, Script.Bounds bounds) throws InterruptedException {
        return switch (ScriptCommand.of(server.settings().section().fields().get(key))) {
            case ScriptCommand.None() -> ScriptEnd.ofNone();
            case ScriptCommand.Unreadable(var fault) -> new ScriptEnd.NotRun("its command " + fault);
            case ScriptCommand.Words _ when !bounds.longest().isPositive() -> new ScriptEnd.NotRun("no time is left for it");
            case ScriptCommand.Words(var words) -> {
                server.progress().set(key);
                yield new Script(key, words).run(server.programs().environment(), bounds);
            }
        };
    }

    private boolean wanted() {
        return !server.programs().cancelled();
    }
}
