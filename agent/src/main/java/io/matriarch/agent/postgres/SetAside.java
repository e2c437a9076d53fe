package io.matriarch.agent.postgres;

import io.matriarch.agent.host.DiskShare;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was set aside (old data directories, copies that did not finish, saved forks), and the budget of it.
///
/// The one place that deletes what may be data. It deletes nothing but directories with a name that this agent gave, never the newest of a
/// kind, never one beside which a `.keep` stands. Whoever asks for it has seen that the server in their place works.
final class SetAside {
    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
    /// `data.20261121T140211.402` in `aside`, `20261121T140211.402.tl1-0_3000148` in `forks`.
    private static final Pattern OURS = Pattern.compile("(?:(.+)\\.)?(\\d{8}T\\d{6}\\.\\d{3})(?:\\.tl\\d+-[0-9A-F]+_[0-9A-F]+)?");
    private static final String REMOVED = ".removed";
    static final String KEEP = ".keep";
    private final List<Path> places;

    SetAside(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /// `kind` is what was renamed, with its place; `when` sorts by time.
    private record Item(Path path, String kind, String when, long bytes) {
        boolean kept() {
            return Files.exists(path.resolveSibling(path.getFileName() + KEEP));
        }
    }

    /// Removes the oldest until all together are within `limit`, or nothing more may go.
    void trim(DiskShare limit) throws IOException {
        finishRemoving();
        var items = items();
        if (items.isEmpty()) return;
        var allowed = limit.on(items.getFirst().path());
        var used = items.stream().mapToLong(Item::bytes).sum();
        var newest = new TreeMap<String, Item>();
        items.forEach(item -> newest.put(item.kind(), item));
        for (var item : items) {
            if (used <= allowed) return;
            if (newest.containsValue(item) || item.kept()) continue;
            remove(item.path());
            used -= item.bytes();
            LOG.warn("{} is removed: {} bytes; what was set aside may take {} (matriarch.set_aside_limit), and {} bytes are left", item.path(), item.bytes(), limit.text(), used);
        }
        if (used > allowed) LOG.warn("what was set aside takes {} bytes, more than {} (matriarch.set_aside_limit): the newest of each kind, and what has a .keep beside it, is never removed", used, limit.text());
    }

    /// Oldest first.
    private List<Item> items() throws IOException {
        var items = new ArrayList<Item>();
        for (var place : places) for (var path : directories(place)) {
            var name = OURS.matcher(path.getFileName().toString());
            if (name.matches()) items.add(new Item(path, place.getFileName() + "/" + (name.group(1) == null ? "" : name.group(1)), name.group(2), size(path)));
        }
        items.sort(Comparator.comparing(Item::when));
        return items;
    }

    static List<Path> directories(Path place) throws IOException {
        var found = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(place, path -> Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))) {
            all.forEach(found::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /// Renamed first: one that is half gone must not look like data.
    static void remove(Path directory) throws IOException {
        var doomed = directory.resolveSibling(directory.getFileName() + REMOVED);
        SafeFiles.move(directory, doomed);
        SafeFiles.deleteAll(doomed);
    }

    private void finishRemoving() throws IOException {
        for (var place : places) for (var path : directories(place)) if (path.toString().endsWith(REMOVED)) SafeFiles.deleteAll(path);
    }

    /// Links are not followed: what a link leads to is not set aside.
    private static long size(Path directory) throws IOException {
        var sum = new long[1];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
