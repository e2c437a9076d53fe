package io.matriarch.agent.why;

import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.core.view.Document;
import io.matriarch.rest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The members of a cluster as they can be asked: names with the roots of their REST addresses, in order.
/// Reading them collects what could not be had as notes for people.
public record Herd(Web web, Map<String, String> members) {
    private static final Pattern ROOT = Pattern.compile("(https?://[^/]+).*");

    /// Records of all members in the order of their wall clocks, and what is missing.
    public record Told(List<TickRecord> ticks, List<String> notes) {
        public Told {
            notes = notes.stream().distinct().toList();
        }
    }

    /// By one agent's `/cluster`; nobody when it does not answer.
    public static Herd known(Web web, String base) {
        var members = new LinkedHashMap<String, String>();
        if (web.get(base, "/cluster") instanceof Web.Answer.Said(var status, var body) && status == 200) {
            for (var member : document(body).list("members"))
                if (member instanceof Map<?, ?> m && m.get("api_url") instanceof String url) members.put(String.valueOf(m.get("name")), root(url));
        }
        return new Herd(web, members);
    }

    public static String root(String apiUrl) {
        var match = ROOT.matcher(apiUrl);
        return match.matches() ? match.group(1) : apiUrl;
    }

    /// The journals of all members. Where an agent does not answer its journal on this machine is read: `onDisk` has those that are here.
    public Told told(Map<String, Path> onDisk) {
        var ticks = new ArrayList<TickRecord>();
        var notes = new ArrayList<String>();
        var names = new ArrayList<>(members.keySet());
        onDisk.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        for (var name : names) {
            switch (members.containsKey(name) ? web.get(members.get(name), "/decisions?limit=100000") : new Web.Answer.Nothing(name + ": not in the cluster now")) {
                case Web.Answer.Said(var status, var body) when status == 200 -> document(body).list("decisions").forEach(tree -> add(TickRecord.ofTree(tree), name, ticks, notes));
                case Web.Answer.Said(var status, _) -> notes.add("%s answered %d to GET /decisions".formatted(name, status));
                case Web.Answer.Nothing _ when onDisk.containsKey(name) -> {
                    notes.add(name + " does not answer; this is from its journal on disk, " + onDisk.get(name));
                    fromDisk(onDisk.get(name), ticks, notes);
                }
                case Web.Answer.Nothing(var reason) -> notes.add("%s does not answer (%s); its journal is in <data_dir>.matriarch/journal on its host (--file)".formatted(name, reason));
            }
        }
        return new Told(ordered(ticks), notes);
    }

    public static Told files(List<Path> files) {
        var ticks = new ArrayList<TickRecord>();
        var notes = new ArrayList<String>();
        files.forEach(file -> fromDisk(file, ticks, notes));
        return new Told(ordered(ticks), notes);
    }

    private static void fromDisk(Path path, List<TickRecord> ticks, List<String> notes) {
        try {
            JournalFiles.read(path, line -> add(TickRecord.parse(line), path.toString(), ticks, notes));
        } catch (IOException e) {
            notes.add(path + " cannot be read: " + e);
        }
    }

    private static void add(TickRecord.Reading reading, String from, List<TickRecord> ticks, List<String> notes) {
        switch (reading) {
            case TickRecord.Reading.Read(var tick) -> ticks.add(tick);
            case TickRecord.Reading.Unreadable(var reason) -> notes.add("a record of " + from + " cannot be read: " + reason);
        }
    }

    private static List<TickRecord> ordered(List<TickRecord> ticks) {
        return ticks.stream().sorted(Comparator.comparing(t -> OffsetDateTime.parse(t.at()).toInstant())).toList();
    }

    static Document document(String body) {
        return Json.read(body.getBytes(StandardCharsets.UTF_8)) instanceof Json.Read.Parsed(var document) ? document : Document.EMPTY;
    }
}
