package io.matriarch.core.view;

/// A slot that the operator wants on whoever leads, and on every member that may lead next (`slots`, contract 3.9).
public sealed interface PermanentSlot {
    String name();

    record Physical(String name) implements PermanentSlot {}

    record Logical(String name, String database, String plugin) implements PermanentSlot {}
}
