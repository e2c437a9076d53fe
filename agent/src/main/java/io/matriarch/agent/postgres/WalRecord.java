package io.matriarch.agent.postgres;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/// Finding where a WAL record ends, from its length in the segment file (access/xlogrecord.h: `xl_tot_len` comes first, records
/// begin at multiples of 8, so it is never split over two pages).
final class WalRecord {
    private static final int PAGE = 8192;
    private static final int SHORT_HEADER = 24;
    private static final int LONG_HEADER = 40;
    private static final int LONGEST_SHUTDOWN_CHECKPOINT = 1024;

    private WalRecord() {}

    /// The end of the checkpoint record at `start`. Where the segment cannot be read: one byte after its start, which compares to
    /// everything that other servers can report as the true end does.
    static WalPosition end(Path wal, Timeline timeline, WalPosition start, long segmentBytes) {
        var unknown = new WalPosition(start.bytes() + 1);
        if (segmentBytes < PAGE || !start.known()) return unknown;
        try (var segment = FileChannel.open(wal.resolve(segmentName(timeline, start, segmentBytes)))) {
            var length = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
            if (segment.read(length, start.bytes() % segmentBytes) != 4) return unknown;
            var total = length.getInt(0);
            return total < SHORT_HEADER || total > LONGEST_SHUTDOWN_CHECKPOINT ? unknown : new WalPosition(after(start.bytes(), total, segmentBytes));
        } catch (IOException missing) {
            return unknown;
        }
    }

    /// The position `length` bytes of record after `start`, page headers not counted, rounded up to 8.
    private static long after(long start, long length, long segmentBytes) {
        var left = PAGE - start % PAGE;
        var aligned = (length + 7) / 8 * 8;
        if (length <= left) return start + aligned;
        var page = start + left;
        return page + (page % segmentBytes == 0 ? LONG_HEADER : SHORT_HEADER) + (aligned - left);
    }

    static String segmentName(Timeline timeline, WalPosition position, long segmentBytes) {
        var number = position.bytes() / segmentBytes;
        var perFile = 0x1_0000_0000L / segmentBytes;
        return String.format(Locale.ROOT, "%08X%08X%08X", timeline.id(), number / perFile, number % perFile);
    }
}
