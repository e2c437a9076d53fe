package io.matriarch.rest;

import static io.matriarch.rest.Exposition.label;

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
    private final String labels;
    private final List<String> buckets;
    private final AtomicLongArray counts;
    private final AtomicLong nanoseconds = new AtomicLong();

    /// `labels` ([Exposition#label]): which of several of one name this is; not empty.
    Histogram(String labels, long... boundsInMilliseconds) {
        this.bounds = boundsInMilliseconds.clone();
        this.labels = labels;
        this.buckets = Stream.concat(LongStream.of(bounds).mapToObj(bound -> seconds(bound * 1_000_000)), Stream.of("+Inf")).map(le -> labels + "," + label("le", le)).toList();
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

    String labels() {
        return labels;
    }

    void write(Exposition text, String name) {
        var line = name + "_bucket";
        long sum = 0;
        for (int bucket = 0; bucket <= bounds.length; bucket++) {
            sum += counts.get(bucket);
            text.line(line, buckets.get(bucket), Long.toString(sum));
        }
        text.line(name + "_sum", labels, seconds(nanoseconds.get()));
        text.line(name + "_count", labels, Long.toString(sum));
    }

    /// Without a float's noise: 0.005.
    static String seconds(long nanoseconds) {
        return java.math.BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros().toPlainString();
    }
}
