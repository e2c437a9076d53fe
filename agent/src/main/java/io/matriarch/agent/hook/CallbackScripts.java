package io.matriarch.agent.hook;

import io.matriarch.core.port.Callbacks;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Notice;
import io.matriarch.core.view.Notice.Event;
import io.matriarch.core.view.Notice.Role;
import io.matriarch.core.view.ScriptCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scripts of `postgresql.callbacks`, called as `<command> <event> <role> <scope>`. on_reload has a slot of its own, so that it ends none of the others.
public final class CallbackScripts implements Callbacks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackScripts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Supplier<Setting> setting;
    private final AtomicReference<Role> last = new AtomicReference<>(Role.REPLICA);
    private final CallbackSlot changes = new CallbackSlot("callbacks");
    private final CallbackSlot reloads = new CallbackSlot("callbacks-reload");

    /// As configured now. `commands` is `postgresql.callbacks`: a text or a list of words for each event.
    public record Setting(Document commands, String scope, Map<String, String> environment, Duration longest) {}

    public CallbackScripts(Supplier<Setting> setting) {
        this.setting = setting;
    }

    /// That the server was told to read its configuration again: in the role that was told last, as far as `standby` agrees.
    public void reloaded(boolean standby) {
        var role = !standby ? Role.PRIMARY : last.get() == Role.STANDBY_LEADER ? Role.STANDBY_LEADER : Role.REPLICA;
        run(new Notice(Event.ON_RELOAD, role));
    }

    @Override
    public void call(Notice notice) {
        last.set(notice.role());
        run(notice);
    }

    private void run(Notice notice) {
        var now = setting.get();
        var event = notice.event().word();
        switch (ScriptCommand.of(now.commands().fields().get(event))) {
            case ScriptCommand.None() -> {}
            case ScriptCommand.Unreadable(var fault) -> LOG.warn("{}: not run: its command {}", event, fault);
            case ScriptCommand.Words(var words) -> {
                var script = new Script(event, words).with(List.of(event, notice.role().word(), now.scope()));
                (notice.event() == Event.ON_RELOAD ? reloads : changes).call(new CallbackSlot.Call(script, now.environment(), now.longest()));
            }
        }
    }

    /// What runs may end first, for the last one tells that the server has stopped.
    @Override
    public void close() {
        changes.close(PATIENCE);
        reloads.close(PATIENCE.dividedBy(10));
    }
}
