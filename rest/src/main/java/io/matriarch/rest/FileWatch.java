package io.matriarch.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every few seconds whether one of these files is another than before, on a worker thread. Not the kernel's notice: certificates come by renaming, through
/// links of links (Kubernetes), over networks.
final class FileWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private final Vertx vertx;
    private final List<Path> files;
    private final Runnable changed;
    private List<String> known;
    private long timer;

    /// `changed` runs on a worker thread, one at a time, whoever says that there is something new. What is there now is known already.
    FileWatch(Vertx vertx, List<Path> files, Runnable changed) {
        this.vertx = vertx;
        this.files = List.copyOf(files);
        this.changed = changed;
        this.known = state();
    }

    void begin() {
        if (!files.isEmpty()) timer = vertx.setPeriodic(EVERY.toMillis(), _ -> look());
    }

    void end() {
        vertx.cancelTimer(timer);
    }

    /// Also now, when somebody says that there is something new.
    Future<?> look() {
        return vertx.executeBlocking(this::looked, true).onFailure(e -> LOG.error("a look at {} failed", files, e));
    }

    private synchronized List<String> looked() {
        var now = state();
        if (!now.equals(known)) changed.run();
        known = now;
        return now;
    }

    private List<String> state() {
        return files.stream().map(FileWatch::state).toList();
    }

    private static String state(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException gone) {
            return "";
        }
    }
}
