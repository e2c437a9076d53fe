package io.matriarch.core.sim;

/// Whom a fault strikes. Who that is, is found out when it strikes: a schedule stays the same fault with one node fewer.
sealed interface Whom {
    /// Whoever takes writes at that moment; when nobody does, whoever holds the leader key.
    record Leader() implements Whom {}

    /// The first by name that is not the leader.
    record Standby() implements Whom {}

    /// All that are not the leader.
    record Standbys() implements Whom {}

    record Everybody() implements Whom {}

    record Node(String name) implements Whom {}

    default String text() {
        return switch (this) {
            case Leader _ -> "leader";
            case Standby _ -> "standby";
            case Standbys _ -> "standbys";
            case Everybody _ -> "everybody";
            case Node(var name) -> name;
        };
    }

    static Whom read(String word) {
        return switch (word) {
            case "leader" -> new Leader();
            case "standby" -> new Standby();
            case "standbys" -> new Standbys();
            case "everybody" -> new Everybody();
            case String name -> new Node(name);
        };
    }
}
