package io.matriarch.core.view;

/// A parameter whose configured value holds from the next restart of the server on. Both values are PostgreSQL's texts, with their units.
public record RestartReason(String parameter, String running, String configured) {}
