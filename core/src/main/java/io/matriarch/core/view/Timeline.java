package io.matriarch.core.view;

/// A timeline number. A number is not an identity: two nodes can make the same one. Compare [TimelineHistory] instead.
public record Timeline(int id) implements Comparable<Timeline> {
    public static final Timeline UNKNOWN = new Timeline(0);

    public boolean known() {
        return id > 0;
    }

    public Timeline next() {
        return new Timeline(id + 1);
    }

    public static Timeline later(Timeline a, Timeline b) {
        return a.id < b.id ? b : a;
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
