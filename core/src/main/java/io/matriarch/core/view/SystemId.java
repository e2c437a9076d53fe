package io.matriarch.core.view;

/// PostgreSQL's database system identifier as decimal text: equal on every copy of one cluster, different elsewhere.
public record SystemId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
