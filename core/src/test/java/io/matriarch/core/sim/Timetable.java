package io.matriarch.core.sim;

/// Tasks by time, then by order, in two heaps: a small one of what is due soon, where nearly all goes in and out, and one of all that is later,
/// which is large (every timeout that will not be needed, every fault to come).
final class Timetable {
    private static final long SOON = 50_000_000;
    private final Heap soon = new Heap();
    private final Heap later = new Heap();
    /// Between the two. Only when there is nothing at all is there nothing soon.
    private long horizon = Long.MIN_VALUE;

    boolean isEmpty() {
        return soon.isEmpty();
    }

    /// When the first one is due.
    long nextAt() {
        return soon.nextAt();
    }

    long nextOrder() {
        return soon.nextOrder();
    }

    void add(long time, long order, Runnable task) {
        if (time < horizon) soon.add(time, order, task);
        else later.add(time, order, task);
        if (soon.isEmpty()) lookFurther();
    }

    /// Takes the first one out.
    Runnable remove() {
        var first = soon.remove();
        if (soon.isEmpty() && !later.isEmpty()) lookFurther();
        return first;
    }

    private void lookFurther() {
        horizon = later.nextAt() + SOON;
        while (!later.isEmpty() && later.nextAt() < horizon) soon.add(later.nextAt(), later.nextOrder(), later.remove());
    }
}
