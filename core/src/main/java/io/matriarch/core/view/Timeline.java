package io.matriarch.core.view;

/// A timeline number. A number is not an identity: two nodes can make the same one. Compare [TimelineHistory] instead.
public record Timeline(int id) implements Comparable<Timeline> {
    public static final Timeline UNKNOWN = new Timeline(0);

    public boolean known() {
        return id > 0;
    }

    @Override
    public int compareTo(Timeline other) {
        return Integer.compare(id, other.id);
    }

    @Override
    public String toString() {
        return Integer.toString(id);
    }
}
