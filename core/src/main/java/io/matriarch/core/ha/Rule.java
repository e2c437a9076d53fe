package io.matriarch.core.ha;

import java.util.function.Function;
import java.util.function.Predicate;

/// One reason to take one stance. `because` says in one sentence of the present tense why that is right when `when` holds.
public record Rule(String id, String because, Predicate<World> when, Function<World, Stance> then, boolean unconditional) {
    public static Rule rule(String id, String because, Predicate<World> when, Function<World, Stance> then) {
        return new Rule(id, because, when, then, false);
    }

    public static Rule rule(String id, String because, Predicate<World> when, Stance then) {
        return new Rule(id, because, when, _ -> then, false);
    }

    /// The last rule of a book: it always holds.
    public static Rule otherwise(String id, String because, Stance then) {
        return new Rule(id, because, _ -> true, _ -> then, true);
    }
}
