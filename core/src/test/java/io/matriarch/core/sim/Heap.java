package io.matriarch.core.sim;

import java.util.Arrays;

/// A binary heap of tasks by time, then by order: one of the two of a [Timetable]. Three arrays and no object for each entry: half of a run's time went into a PriorityQueue of records.
final class Heap {
    private long[] times = new long[256];
    private long[] orders = new long[256];
    private Runnable[] tasks = new Runnable[256];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /// When the first one is due.
    long nextAt() {
        return times[0];
    }

    long nextOrder() {
        return orders[0];
    }

    void add(long time, long order, Runnable task) {
        if (size == times.length) grow();
        var at = size++;
        while (at > 0 && before(time, order, (at - 1) >>> 1)) {
            move((at - 1) >>> 1, at);
            at = (at - 1) >>> 1;
        }
        put(at, time, order, task);
    }

    /// Takes the first one out.
    Runnable remove() {
        var first = tasks[0];
        var last = --size;
        var at = 0;
        for (var child = 1; child < last; child = 2 * at + 1) {
            if (child + 1 < last && before(times[child + 1], orders[child + 1], child)) child++;
            if (before(times[last], orders[last], child)) break;
            move(child, at);
            at = child;
        }
        put(at, times[last], orders[last], tasks[last]);
        tasks[last] = null; // for the collector; nobody reads behind the end
        return first;
    }

    private boolean before(long time, long order, int other) {
        return time < times[other] || time == times[other] && order < orders[other];
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], tasks[from]);
    }

    private void put(int at, long time, long order, Runnable task) {
        times[at] = time;
        orders[at] = order;
        tasks[at] = task;
    }

    private void grow() {
        times = Arrays.copyOf(times, 2 * size);
        orders = Arrays.copyOf(orders, 2 * size);
        tasks = Arrays.copyOf(tasks, 2 * size);
    }
}
