package io.matriarch.rest;

import io.matriarch.core.view.Document;
import java.util.function.Consumer;

/// One operator's request: a body in, an answer out, exactly one, on any thread. Never blocks.
interface Resource {
    void answer(Document body, Consumer<Reply> reply);
}
