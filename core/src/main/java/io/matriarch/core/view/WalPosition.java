package io.matriarch.core.view;

import java.util.Locale;

/// A log sequence number: an absolute byte position in the WAL. Comparable only on one timeline history.
public record WalPosition(long bytes) implements Comparable<WalPosition> {
    /// Nothing received, nothing known. PostgreSQL's own InvalidXLogRecPtr.
    public static final WalPosition ZERO = new WalPosition(0);

    /// Reads PostgreSQL's text form `X/Y` (two hexadecimal halves).
    public static WalPosition parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 1) throw new IllegalArgumentException("not an LSN of the form X/Y: " + text);
        return new WalPosition(Long.parseLong(text, 0, slash, 16) << 32 | Long.parseLong(text, slash + 1, text.length(), 16));
    }

    public boolean isAfter(WalPosition other) {
        return bytes > other.bytes;
    }

    public boolean known() {
        return bytes > 0;
    }

    /// Bytes by which this position is ahead of `other`; never negative.
    public long ahead(WalPosition other) {
        return Math.max(0, bytes - other.bytes);
    }

    public static WalPosition later(WalPosition a, WalPosition b) {
        return a.isAfter(b) ? a : b;
    }

    @Override
    public int compareTo(WalPosition other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", bytes >>> 32, bytes & 0xFFFF_FFFFL);
    }
}
