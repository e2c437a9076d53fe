package io.matriarch.core.mutants;

/// What a mutant is tried on: clusters whose seeds may draw `with`, too (faults that are left out otherwise); `synchronous`, clusters whose commits wait.
record Clusters(String with, boolean synchronous) {
    String words() {
        return (with.isEmpty() ? "" : " with " + with) + (synchronous ? " of synchronous clusters" : "");
    }
}
