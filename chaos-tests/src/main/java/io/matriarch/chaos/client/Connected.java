package io.matriarch.chaos.client;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A place for at most one open session. One thread uses it; another may close it under its hands.
final class Connected {

    private sealed interface State {

        record None() implements State {}

        record To(Session session) implements State {}
    }

    private final AtomicReference<State> state = new AtomicReference<>(new State.None());

    boolean none() {
        return state.get() instanceof State.None;
    }

    void put(Session session) {
        state.set(new State.To(session));
    }

    void use(Consumer<Session> action) {
        if (state.get() instanceof State.To(Session session)) {
            action.accept(session);
        }
    }

    void drop() {
        if (state.getAndSet(new State.None()) instanceof State.To(Session session)) {
            session.close();
        }
    }
}
