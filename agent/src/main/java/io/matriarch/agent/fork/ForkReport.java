package io.matriarch.agent.fork;

import io.matriarch.agent.fork.Tally.Touched;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a lost fork held, for people and as JSON. `names` has the relations that a running server knows; the others keep their numbers.
public record ForkReport(Path directory, SavedFork fork, Tally tally, Map<Relation, String> names) {
    private static final int SHOWN = 20;

    public ForkReport {
        names = Map.copyOf(names);
    }

    /// A relation, or a table with its indexes and its TOAST table, which have its name.
    private record Row(String name, Touched touched) {}

    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(directory.toString());
        lines.add("  written by   %s of cluster %s, system id %s; left for the history of %s (%s) at %s".formatted(fork.origin().node(), fork.origin().cluster(), fork.systemId(),
                fork.origin().leader(), fork.why(), fork.at()));
        fork.stretches().forEach(stretch -> lines.add("  WAL          " + stretch + ", " + stretch.bytes() + " bytes, of it read " + tally.records() + " records"));
        tally.complaints().forEach(complaint -> lines.add("  pg_waldump   " + complaint));
        lines.add("  transactions %d committed%s, %d aborted%s".formatted(tally.committed(), tally.span().isEmpty() ? "" : " (" + tally.span() + ")", tally.aborted(),
                tally.prepared() == 0 ? "" : ", " + tally.prepared() + " more prepared than ended"));
        tally.commits().stream().limit(SHOWN).forEach(commit -> lines.add("    %-10d %s  %s".formatted(commit.transaction(), commit.lsn(), time(commit.at()))));
        more(lines, tally.committed() - SHOWN);
        var rows = rows();
        lines.add("  relations    " + rows.size());
        rows.stream().limit(SHOWN).forEach(row -> lines.add("    %-40s %s".formatted(row.name(), counts(row.touched()))));
        more(lines, rows.size() - SHOWN);
        return lines;
    }

    private static void more(List<String> lines, long left) {
        if (left > 0) lines.add("    and " + left + " more: --json has them");
    }

    private static String time(Instant at) {
        return at.equals(Instant.EPOCH) ? "" : at.toString();
    }

    private static String counts(Touched touched) {
        var rows = touched.rows() == 0 ? "" : String.format(Locale.ROOT, " (rows: %d inserted, %d updated, %d deleted)", touched.inserted(), touched.updated(), touched.deleted());
        return touched.records() + " records" + rows;
    }

    /// The most changed first.
    private List<Row> rows() {
        var byName = new LinkedHashMap<String, Touched>();
        tally.relations().forEach((relation, touched) -> byName.merge(name(relation), touched, Touched::plus));
        return byName.entrySet().stream().map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong((Row row) -> row.touched().rows()).thenComparingLong(row -> row.touched().records()).reversed().thenComparing(Row::name)).toList();
    }

    /// A file that was made on the fork may have a namesake in the server that is asked: both sides went on counting from the same number.
    private String name(Relation relation) {
        if (tally.made(relation)) return relation + " (made on the fork)";
        return names.getOrDefault(relation, relation.toString());
    }

    public Map<String, Object> document() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("directory", directory.toString());
        fields.putAll(fork.document().fields());
        fields.put("records", tally.records());
        fields.put("last_record", tally.lastRecord());
        fields.put("committed", tally.committed());
        fields.put("aborted", tally.aborted());
        fields.put("prepared", tally.prepared());
        fields.put("commits", tally.commits().stream().map(ForkReport::commit).toList());
        fields.put("relations", rows().stream().map(ForkReport::relation).toList());
        fields.put("complaints", tally.complaints());
        return fields;
    }

    private static Map<String, Object> commit(Tally.Commit commit) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("transaction", commit.transaction());
        fields.put("lsn", commit.lsn());
        if (!time(commit.at()).isEmpty()) fields.put("at", commit.at().toString());
        return fields;
    }

    private static Map<String, Object> relation(Row row) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", row.name());
        fields.put("records", row.touched().records());
        fields.put("inserted", row.touched().inserted());
        fields.put("updated", row.touched().updated());
        fields.put("deleted", row.touched().deleted());
        return fields;
    }
}
