package io.matriarch.agent.postgres;

import io.matriarch.agent.hook.CommandWords;
import io.matriarch.agent.hook.Script;
import io.matriarch.agent.hook.ScriptEnd;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The operator's scripts that a step waits for, each bounded: `pre_promote` and `before_stop`. They get no arguments.
final class Hooks {
    private final LocalServer server;

    Hooks(LocalServer server) {
        this.server = server;
    }

    /// Done when it says yes, or where there is none.
    void prePromote() throws Trouble, InterruptedException {
        var end = run("pre_promote", server.config().patience().prePromote(), this::wanted);
        if (!end.succeeded()) throw new Trouble("pre_promote does not let this server be promoted: " + end.text());
    }

    /// What it says changes nothing. It never takes the time that a primary has to stop in: it ends after `longest`; and the guardian ends the server at its deadline, and the script
    /// ends with the server.
    void beforeStop(Duration longest) throws InterruptedException {
        var own = server.config().patience().beforeStop();
        run("before_stop", own.compareTo(longest) < 0 ? own : longest, () -> wanted() && server.postmaster().running());
    }

    private ScriptEnd run(String key, Duration longest, BooleanSupplier mayGoOn) throws InterruptedException {
        var words = CommandWords.of(server.settings().section().fields().get(key));
        if (words.isEmpty()) return ScriptEnd.NONE;
        server.progress().set(key);
        return new Script(key, words).run(server.programs().environment(), new Script.Bounds(longest, mayGoOn));
    }

    private boolean wanted() {
        return !server.programs().cancelled();
    }
}
