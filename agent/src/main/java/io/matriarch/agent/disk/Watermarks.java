package io.matriarch.agent.disk;

import io.matriarch.agent.host.DiskShare;

/// When room gets scarce: less than `diskLow` free, or more than `walHigh` of its file system taken by pg_wal.
public record Watermarks(DiskShare diskLow, DiskShare walHigh) {
    public static final Watermarks DEFAULT = new Watermarks(new DiskShare.Percent(10), new DiskShare.Percent(50));

    /// Over only when there is half as much again: an alert that comes and goes is none.
    static boolean low(boolean before, long free, long mark) {
        return before ? free < mark + mark / 2 : free < mark;
    }

    static boolean high(boolean before, long taken, long mark) {
        return before ? taken > mark - mark / 5 : taken > mark;
    }
}
