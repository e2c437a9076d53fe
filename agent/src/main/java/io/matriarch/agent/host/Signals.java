package io.matriarch.agent.host;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/// Handles a signal of this process. By reflection: `sun.misc.Signal` is the JDK's only way to hear SIGHUP, and naming it in
/// code is a warning that cannot be silenced.
public final class Signals {
    private Signals() {}

    /// Runs `action` on each signal of this name (`HUP`), on a thread of its own.
    public static void on(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (_, method, _) -> {
                if (method.getName().equals("handle")) action.run();
                return null;
            };
            var proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException missing) {
            LoggerFactory.getLogger(Signals.class).warn("SIG{} cannot be handled: {}", name, missing.toString());
        }
    }
}
