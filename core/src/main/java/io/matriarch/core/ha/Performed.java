package io.matriarch.core.ha;

/// One action and how it ended, in words.
public record Performed(Action action, boolean succeeded, String outcome) {}
