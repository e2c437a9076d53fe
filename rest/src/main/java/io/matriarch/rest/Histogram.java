package io.matriarch.rest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How often something took how long, since the agent started. Any thread; nobody waits for anybody.
final class Histogram {
    /// Up to and including each, in milliseconds; what takes longer is counted beyond the last.
    private final long[] bounds;
    private final List<String> names;
    private final AtomicLongArray counts;
    private final AtomicLong nanoseconds = new AtomicLong();

    Histogram(long... boundsInMilliseconds) {
        this.bounds = boundsInMilliseconds.clone();
        this.names = Stream.concat(LongStream.of(bounds).mapToObj(bound -> seconds(bound * 1_000_000)), Stream.of("+Inf")).toList();
        this.counts = new AtomicLongArray(bounds.length + 1);
    }

    void add(Duration took) {
        int bucket = 0;
        while (bucket < bounds.length && took.compareTo(Duration.ofMillis(bounds[bucket])) > 0) bucket++;
        counts.incrementAndGet(bucket);
        nanoseconds.addAndGet(took.toNanos());
    }

    long count() {
        long sum = 0;
        for (int bucket = 0; bucket <= bounds.length; bucket++) sum += counts.get(bucket);
        return sum;
    }

    /// In Prometheus' text form: `labels` are without braces, and not empty.
    void write(StringBuilder text, String name, String labels) {
        long sum = 0;
        for (int bucket = 0; bucket <= bounds.length; bucket++) {
            sum += counts.get(bucket);
            text.append(name).append("_bucket{").append(labels).append(",le=\"").append(names.get(bucket)).append("\"} ").append(sum).append('\n');
        }
        text.append(name).append("_sum{").append(labels).append("} ").append(seconds(nanoseconds.get())).append('\n');
        text.append(name).append("_count{").append(labels).append("} ").append(sum).append('\n');
    }

    /// Without a float's noise: 0.005.
    static String seconds(long nanoseconds) {
        return java.math.BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros().toPlainString();
    }
}
