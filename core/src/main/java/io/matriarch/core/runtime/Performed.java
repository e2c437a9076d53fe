package io.matriarch.core.runtime;

import io.matriarch.core.ha.Action;

/// One action and how it ended, in words.
public record Performed(Action action, boolean succeeded, String outcome) {}
