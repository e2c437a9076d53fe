package io.matriarch.agent.fork;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The WAL segments of a `pg_wal` that nobody writes to now. Segments that were recycled or made in advance are there under their future
/// names, and are none of this list.
public final class WalFiles {
    private static final int LEAST_PAGE = 1024;
    private final Path directory;
    private final int segmentSize;
    private final int pageSize;
    private final String systemId;
    private final NavigableMap<Integer, NavigableSet<Long>> segments;

    private WalFiles(Path directory, int segmentSize, int pageSize, String systemId, NavigableMap<Integer, NavigableSet<Long>> segments) {
        this.directory = directory;
        this.segmentSize = segmentSize;
        this.pageSize = pageSize;
        this.systemId = systemId;
        this.segments = segments;
    }

    /// Fails when there is no WAL at all.
    public static WalFiles in(Path directory) throws IOException {
        var first = new WalFiles(directory, 0, LEAST_PAGE, "", new TreeMap<>());
        var names = new TreeSet<String>();
        try (var all = Files.newDirectoryStream(directory, "[0-9A-F]*")) {
            for (var file : all) if (file.getFileName().toString().matches("[0-9A-F]{24}(\\.partial)?")) names.add(file.getFileName().toString().substring(0, 24));
        }
        for (var name : names) {
            var page = first.page(name, 0, 0);
            if (page.first() && page.pageSize() >= LEAST_PAGE && page.segmentSize() >= page.pageSize()) return new WalFiles(directory, page.segmentSize(), page.pageSize(), page.systemId(), new TreeMap<>()).filled(names);
        }
        throw new IOException(directory + " holds no WAL");
    }

    private WalFiles filled(Iterable<String> names) throws IOException {
        for (var name : names) {
            var timeline = (int) Long.parseLong(name.substring(0, 8), 16);
            var number = Long.parseLong(name.substring(8, 16), 16) * perFile() + Long.parseLong(name.substring(16), 16);
            if (page(name, 0, number * segmentSize).valid(timeline)) segments.computeIfAbsent(timeline, _ -> new TreeSet<>()).add(number);
        }
        return this;
    }

    public String systemId() {
        return systemId;
    }

    public int segmentSize() {
        return segmentSize;
    }

    /// The timelines of which there is WAL, newest first.
    public List<Timeline> timelines() {
        return segments.descendingKeySet().stream().map(Timeline::new).toList();
    }

    /// Where the valid WAL of a timeline ends; `from` when none is there behind that. Never too early; too late at most by a record that was torn.
    public WalPosition end(Timeline timeline, WalPosition from) throws IOException {
        var numbers = segments.getOrDefault(timeline.id(), new TreeSet<>());
        if (numbers.isEmpty()) return from;
        var begin = numbers.last() * segmentSize;
        var end = begin;
        try (var file = FileChannel.open(file(name(timeline, numbers.last())))) {
            for (var offset = 0; offset < segmentSize; offset += pageSize) {
                var page = WalPage.read(file, offset, pageSize, begin + offset);
                if (!page.valid(timeline.id())) break;
                end = page.end().bytes();
            }
        }
        return WalPosition.later(from, new WalPosition(end));
    }

    /// The names of the segments that hold a stretch, oldest first.
    public List<String> names(WalStretch stretch) {
        var names = new ArrayList<String>();
        for (var number = stretch.from().bytes() / segmentSize; number * segmentSize < stretch.to().bytes(); number++) names.add(name(stretch.timeline(), number));
        return names;
    }

    /// Those of them that are not here any more.
    public List<String> missing(WalStretch stretch) {
        var there = segments.getOrDefault(stretch.timeline().id(), new TreeSet<>()).stream().map(number -> name(stretch.timeline(), number)).toList();
        return names(stretch).stream().filter(name -> !there.contains(name)).toList();
    }

    /// The file of a segment: PostgreSQL calls the last one of a timeline that it archived `.partial`.
    public Path file(String name) {
        var whole = directory.resolve(name);
        return Files.exists(whole) ? whole : directory.resolve(name + ".partial");
    }

    private String name(Timeline timeline, long number) {
        return String.format(Locale.ROOT, "%08X%08X%08X", timeline.id(), number / perFile(), number % perFile());
    }

    private long perFile() {
        return (1L << 32) / segmentSize;
    }

    private WalPage page(String name, long offset, long address) throws IOException {
        try (var file = FileChannel.open(file(name))) {
            return WalPage.read(file, offset, pageSize, address);
        }
    }
}
