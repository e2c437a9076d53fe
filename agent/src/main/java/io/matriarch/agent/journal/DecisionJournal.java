package io.matriarch.agent.journal;

import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.Rule;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Journal;
import io.matriarch.rest.Decisions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal of a running agent: a log line, a line in the ring, and a line on disk, when another rule decided or something unusual was done.
///
/// The loop only hands over: the record is written out on the thread `journal`, put on disk on the thread `journal-disk`, so that a disk
/// that hangs keeps nobody from asking why. What does not fit into their queues is dropped, counted and said.
public final class DecisionJournal implements Journal, Decisions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.matriarch.decision");
    private static final int LINES = 300;
    private static final int CHARACTERS = 512 * 1024;
    private static final int QUEUE = 64;
    private static final List<String> RULES = Decider.books().stream().flatMap(book -> book.rules().stream()).map(Rule::id).toList();
    private static final AtomicLong NEVER = new AtomicLong();
    private final Ring ring = new Ring(LINES, CHARACTERS);
    private final Map<String, AtomicLong> fired = new ConcurrentHashMap<>();
    private final Worker writing = new Worker("journal", QUEUE);
    private final Worker disk = new Worker("journal-disk", QUEUE);
    private final JournalFiles files;
    private String last = "";
    private long tick;
    private long saidDropped;
    private boolean broken;

    /// What an earlier agent of this node wrote can be asked for again.
    public DecisionJournal(JournalFiles files) {
        this.files = files;
        writing.run(() -> files.tail(CHARACTERS / 2).forEach(this::recall));
        disk.run(this::takeFences);
    }

    /// On the loop's thread.
    @Override
    public void record(World world, Decision decision, List<Performed> performed) {
        tick++;
        fired.computeIfAbsent(decision.rule(), _ -> new AtomicLong()).incrementAndGet();
        var deeds = Deeds.line(performed);
        var change = decision.rule() + stance(decision.stance()) + deeds;
        if (change.equals(last)) return;
        last = change;
        LOG.info("{}: {} [{}]{}", decision.rule(), decision.because(), Facts.brief(world), deeds.isEmpty() ? "" : " -> " + deeds);
        var record = TickRecord.of(tick, world, decision, performed);
        writing.run(() -> write(record));
        sayDropped();
    }

    /// A stance that carries what it saw would be another one in every tick; how hard to stop and what becomes of the lock is news.
    private static String stance(Stance stance) {
        return stance instanceof Stance.StandDown ? stance.toString() : stance.getClass().getSimpleName();
    }

    @Override
    public void bug(RuntimeException bug) {
        LOG.error("an exception that should not exist: nothing is done in this tick; please report it as a bug", bug);
    }

    /// The leash, or a guardian whose record was found, ended the server by itself. Any thread.
    public void fenced(FenceRecord fence) {
        LOG.warn("{}: {} -> {}", fence.rule(), fence.because(), fence.did());
        writing.run(() -> write(fence));
    }

    /// On the writing thread. What guardians left meanwhile is looked for whenever something else has changed: they speak when a server ends.
    private void write(Entry record) {
        try {
            var line = record.line();
            ring.add(new Line(record.at(), record.rule(), record.stanceName(), line));
            disk.run(() -> {
                append(line);
                takeFences();
            });
        } catch (RuntimeException bug) {
            LOG.error("a decision could not be written down; please report it as a bug", bug);
        }
    }

    private void recall(String line) {
        if (Entry.parse(line) instanceof Entry.Reading.Read(var record)) ring.add(new Line(record.at(), record.rule(), record.stanceName(), line));
    }

    /// On the disk's thread. Trouble is said once, and its end.
    private void append(String line) {
        try {
            files.append(line);
            if (broken) LOG.info("journal: decisions are on disk again");
            broken = false;
        } catch (IOException | RuntimeException trouble) {
            if (!broken) LOG.warn("journal: cannot be written, the newest decisions are in memory only: {}", trouble.toString());
            broken = true;
        }
    }

    /// On the disk's thread. A record is gone from its file before it is in the journal: rather none than one for ever again.
    private void takeFences() {
        if (broken) return;
        try {
            for (var file : files.fences()) {
                var text = Files.readString(file);
                Files.delete(file);
                switch (Entry.parse(text)) {
                    case Entry.Reading.Read(FenceRecord fence) -> fenced(fence.here());
                    case Entry.Reading.Read(TickRecord _) -> LOG.warn("journal: {} holds no guardian's record", file);
                    case Entry.Reading.Unreadable(var reason) -> LOG.warn("journal: a guardian's record cannot be read: {}: {}", reason, text);
                }
            }
        } catch (IOException | RuntimeException trouble) {
            LOG.warn("journal: the guardian's records cannot be taken over: {}", trouble.toString());
        }
    }

    private void sayDropped() {
        var now = dropped();
        if (now > saidDropped && saidDropped == 0) LOG.warn("journal: records are dropped, the disk or the machine is too slow; matriarch_journal_dropped_total counts them");
        saidDropped = now;
    }

    @Override
    public List<Line> recent() {
        return ring.all();
    }

    @Override
    public void fired(ObjLongConsumer<String> each) {
        for (var rule : RULES) each.accept(rule, fired.getOrDefault(rule, NEVER).get());
    }

    @Override
    public long dropped() {
        return writing.dropped() + disk.dropped();
    }

    @Override
    public void close() {
        writing.close();
        disk.close();
    }
}
