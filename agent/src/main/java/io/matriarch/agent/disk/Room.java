package io.matriarch.agent.disk;

import io.matriarch.core.view.DiskView.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How much room there is on the server's file systems, and what pg_wal takes.
record Room(List<Place> places, long walBytes, boolean walHigh) {
    static final Room UNKNOWN = new Room(List.of(), 0, false);

    Room {
        places = List.copyOf(places);
    }

    /// Measured anew. `this` says which alerts stood.
    Room again(Path data, Watermarks marks) throws IOException {
        var wal = data.resolve("pg_wal");
        var now = new ArrayList<Place>();
        now.add(place("data", data, marks));
        if (Files.exists(wal) && !Files.getFileStore(wal).equals(Files.getFileStore(data))) now.add(place("wal", wal, marks));
        var taken = Files.exists(wal) ? taken(wal) : 0;
        return new Room(now, taken, Files.exists(wal) && Watermarks.high(walHigh, taken, marks.walHigh().on(wal)));
    }

    private Place place(String name, Path directory, Watermarks marks) throws IOException {
        var store = Files.getFileStore(directory);
        var before = places.stream().anyMatch(p -> p.name().equals(name) && p.low());
        return new Place(name, store.getTotalSpace(), store.getUsableSpace(), Watermarks.low(before, store.getUsableSpace(), marks.diskLow().on(directory)));
    }

    /// Files that go while they are counted do not count.
    private static long taken(Path wal) throws IOException {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(wal)) {
            for (var file : files) bytes += size(file);
        }
        return bytes;
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
