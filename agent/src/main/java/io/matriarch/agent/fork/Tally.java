package io.matriarch.agent.fork;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Counts what `pg_waldump` prints (under LC_ALL=C and TZ=UTC), line by line. Made for versions 13 to 18; what it does not know it counts
/// as a record and nothing more.
///
/// Longer than most: the words of pg_waldump stand in one place.
public final class Tally {
    /// More commits than these are counted, but not listed.
    public static final int LISTED = 10_000;
    private static final Pattern RECORD = Pattern.compile("rmgr: (\\S+) +len \\(rec/tot\\): *\\d+/ *\\d+, tx: *(\\d+), lsn: ([0-9A-F]+/[0-9A-F]+), prev \\S+, desc: (.*)");
    private static final Pattern BLOCK = Pattern.compile("rel (\\d+)/(\\d+)/(\\d+) (?:fork \\w+ )?blk \\d+");
    private static final Pattern STORAGE = Pattern.compile("CREATE (?:(base|pg_tblspc/(\\d+)/[^/ ]+)/(\\d+)|(global))/(\\d+).*");
    private static final Pattern END = Pattern.compile("(COMMIT|ABORT|PREPARE)(_PREPARED)?(?: (\\d+):)?(?= |$).*?(?:(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?).*)?");
    private static final Pattern TUPLES = Pattern.compile("(?:ntuples: (\\d+)|\\bMULTI_INSERT\\S* (\\d+) tuples)");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("yyyy-MM-dd HH:mm:ss").optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true).toFormatter(Locale.ROOT);
    private static final Set<String> OF_NO_TABLE = Set.of("XLOG", "Transaction", "Standby", "LogicalMessage", "Storage");
    private static final long DEFAULT_TABLESPACE = 1663;
    private static final long SHARED_TABLESPACE = 1664;

    /// `at` is [Instant#EPOCH] when no time was printed.
    public record Commit(long transaction, Instant at, String lsn) {}

    /// What was done to one relation: all records, and of a table's own rows.
    public record Touched(long records, long inserted, long updated, long deleted) {
        static final Touched NOTHING = new Touched(0, 0, 0, 0);

        public Touched plus(Touched other) {
            return new Touched(records + other.records, inserted + other.inserted, updated + other.updated, deleted + other.deleted);
        }

        public long rows() {
            return inserted + updated + deleted;
        }
    }

    private final List<Commit> commits = new ArrayList<>();
    private final Map<Relation, Touched> relations = new HashMap<>();
    private final Set<Relation> made = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private long records;
    private long committed;
    private long aborted;
    private long prepared;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private String lastRecord = "";

    public void hear(String line) {
        var record = RECORD.matcher(line);
        if (record.matches()) record(record.group(1), Long.parseLong(record.group(2)), record.group(3), record.group(4));
        else if (line.contains("pg_waldump: ") && complaints.size() < 20) complaints.add(line.substring(line.indexOf("pg_waldump: ") + "pg_waldump: ".length()).strip());
    }

    private void record(String manager, long transaction, String lsn, String what) {
        records++;
        lastRecord = lsn;
        if (manager.equals("Transaction")) ended(END.matcher(what), transaction, lsn);
        if (manager.equals("Storage")) made(STORAGE.matcher(what));
        if (OF_NO_TABLE.contains(manager)) return;
        var touched = rows(manager, what);
        var seen = new HashSet<Relation>();
        for (var block = BLOCK.matcher(what); block.find(); ) seen.add(new Relation(Long.parseLong(block.group(1)), Long.parseLong(block.group(2)), Long.parseLong(block.group(3))));
        seen.forEach(relation -> relations.merge(relation, touched, Touched::plus));
    }

    private static Touched rows(String manager, String what) {
        var verb = what.split("[ +]", 2)[0];
        if (!manager.equals("Heap") && !manager.equals("Heap2")) return new Touched(1, 0, 0, 0);
        return switch (verb) {
            case "INSERT" -> new Touched(1, 1, 0, 0);
            case "MULTI_INSERT" -> new Touched(1, tuples(TUPLES.matcher(what)), 0, 0);
            case "UPDATE", "HOT_UPDATE" -> new Touched(1, 0, 1, 0);
            case "DELETE" -> new Touched(1, 0, 0, 1);
            case String _ -> new Touched(1, 0, 0, 0);
        };
    }

    private static long tuples(Matcher tuples) {
        return tuples.find() ? Long.parseLong(tuples.group(1) == null ? tuples.group(2) : tuples.group(1)) : 1;
    }

    /// A prepared transaction's end names it in its text; it is no transaction's own record.
    private void ended(Matcher end, long transaction, String lsn) {
        if (!end.matches()) return;
        var of = end.group(3) == null ? transaction : Long.parseLong(end.group(3));
        if (end.group(2) != null) prepared--;
        switch (end.group(1)) {
            case "COMMIT" -> committed(of, end.group(4) == null ? Instant.EPOCH : LocalDateTime.parse(end.group(4), TIME).toInstant(ZoneOffset.UTC), lsn);
            case "ABORT" -> aborted++;
            case String _ -> prepared++;
        }
    }

    private void committed(long transaction, Instant at, String lsn) {
        committed++;
        if (commits.size() < LISTED) commits.add(new Commit(transaction, at, lsn));
        if (at.equals(Instant.EPOCH)) return;
        if (at.isBefore(first)) first = at;
        if (at.isAfter(last)) last = at;
    }

    private void made(Matcher storage) {
        if (!storage.matches()) return;
        var shared = storage.group(4) != null;
        var tablespace = shared ? SHARED_TABLESPACE : storage.group(2) == null ? DEFAULT_TABLESPACE : Long.parseLong(storage.group(2));
        made.add(new Relation(tablespace, shared ? 0 : Long.parseLong(storage.group(3)), Long.parseLong(storage.group(5))));
    }

    public long records() {
        return records;
    }

    public long committed() {
        return committed;
    }

    public long aborted() {
        return aborted;
    }

    /// Prepared here and neither committed nor taken back here; negative for one that was prepared before.
    public long prepared() {
        return prepared;
    }

    /// In the order of the WAL; the first [#LISTED].
    public List<Commit> commits() {
        return List.copyOf(commits);
    }

    /// The time of the first and the last commit, in words; empty when there is none.
    public String span() {
        return first.equals(Instant.MAX) ? "" : first.equals(last) ? first.toString() : first + " to " + last;
    }

    public Map<Relation, Touched> relations() {
        return Map.copyOf(relations);
    }

    /// Whether its file was made in this WAL: then a relation of that number elsewhere is another one.
    public boolean made(Relation relation) {
        return made.contains(relation);
    }

    /// What pg_waldump said of WAL that it could not read.
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Where the last record that was read begins; empty when none was.
    public String lastRecord() {
        return lastRecord;
    }
}
