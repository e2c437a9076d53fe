package io.matriarch.agent.fork;

import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// A page of WAL, and the header that every page begins with (PostgreSQL: xlog_internal.h; the same from version 13 to 18). A file that was
/// recycled still holds its old pages, and their headers name other addresses: that is how the end of valid WAL is found.
record WalPage(ByteBuffer bytes, long address) {
    private static final int MAGIC = 0;
    private static final int INFO = 2;
    private static final int TIMELINE = 4;
    private static final int ADDRESS = 8;
    private static final int REMAINING = 16;
    private static final int SYSTEM_ID = 24;
    private static final int SEGMENT_SIZE = 32;
    private static final int PAGE_SIZE = 36;
    private static final int LONG = 2;
    private static final int SHORT_HEADER = 24;
    private static final int LONG_HEADER = 40;
    private static final int RECORD_HEADER = 24;
    private static final int PREVIOUS = 8;

    /// The page at `offset` of a file; what the file is too short for reads as zeros, which no page is.
    static WalPage read(FileChannel file, long offset, int size, long address) throws IOException {
        var bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) > 0) {} // to its end
        return new WalPage(bytes, address);
    }

    /// Of a timeline, or of one before it: a timeline begins within a segment, whose first pages are copied from the timeline before.
    boolean valid(int timeline) {
        return bytes.getShort(MAGIC) != 0 && bytes.getLong(ADDRESS) == address && bytes.getInt(TIMELINE) > 0 && bytes.getInt(TIMELINE) <= timeline;
    }

    /// Only the first page of a segment says these.
    boolean first() {
        return (bytes.getShort(INFO) & LONG) != 0;
    }

    String systemId() {
        return Long.toUnsignedString(bytes.getLong(SYSTEM_ID));
    }

    int segmentSize() {
        return bytes.getInt(SEGMENT_SIZE);
    }

    int pageSize() {
        return bytes.getInt(PAGE_SIZE);
    }

    /// Where the last whole record of this page ends, if this is the last valid page. A record that would go on behind it is torn.
    WalPosition end() {
        var at = (first() ? LONG_HEADER : SHORT_HEADER) + aligned(Integer.toUnsignedLong(bytes.getInt(REMAINING)));
        if (at > bytes.limit()) return new WalPosition(address);
        for (var before = 0L; at + RECORD_HEADER <= bytes.limit(); ) {
            var length = Integer.toUnsignedLong(bytes.getInt((int) at));
            var whole = length >= RECORD_HEADER && at + length <= bytes.limit();
            if (!whole || before > 0 && bytes.getLong((int) at + PREVIOUS) != before) break;
            before = address + at;
            at += aligned(length);
        }
        return new WalPosition(address + Math.min(at, bytes.limit()));
    }

    private static long aligned(long length) {
        return length + 7 & ~7L;
    }
}
