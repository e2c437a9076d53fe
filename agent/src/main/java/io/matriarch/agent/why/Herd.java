package io.matriarch.agent.why;

import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.core.view.Document;
import io.matriarch.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The members of a cluster as they can be asked: names with the roots of their REST addresses, in order.
/// Reading them collects what could not be had as notes for people; `silence` says why nobody is known, empty otherwise.
public record Herd(Web web, Map<String, String> members, String silence) {
    private static final Pattern ROOT = Pattern.compile("(https?://[^/]+).*");

    /// Records of all members in the order of their wall clocks, and what is missing.
    public record Told(List<Entry> entries, List<String> notes) {
        public Told {
            notes = notes.stream().distinct().toList();
        }
    }

    /// By one agent's `/cluster`; nobody when it does not answer.
    public static Herd known(Web web, String base) {
        return switch (web.get(base, "/cluster")) {
            case Web.Answer.Said(var status, var body) when status == 200 -> new Herd(web, members(document(body)), "");
            case Web.Answer.Said(var status, _) -> new Herd(web, Map.of(), base + " answered " + status + " to GET /cluster");
            case Web.Answer.Nothing(var reason) -> new Herd(web, Map.of(), reason);
        };
    }

    private static Map<String, String> members(Document cluster) {
        var members = new LinkedHashMap<String, String>();
        for (var member : cluster.list("members"))
            if (member instanceof Map<?, ?> m && m.get("api_url") instanceof String url) members.put(String.valueOf(m.get("name")), root(url));
        return members;
    }

    public static String root(String apiUrl) {
        var match = ROOT.matcher(apiUrl);
        return match.matches() ? match.group(1) : apiUrl;
    }

    /// The journals of all members. Where an agent does not answer its journal on this machine is read: `onDisk` has those that are here.
    public Told told(Map<String, Path> onDisk) {
        var entries = new ArrayList<Entry>();
        var notes = new ArrayList<String>();
        var names = new ArrayList<>(members.keySet());
        onDisk.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        for (var name : names) {
            switch (members.containsKey(name) ? web.get(members.get(name), "/decisions?limit=100000") : new Web.Answer.Nothing(name + ": not in the cluster now")) {
                case Web.Answer.Said(var status, var body) when status == 200 -> document(body).list("decisions").forEach(tree -> add(Entry.ofTree(tree), name, entries, notes));
                case Web.Answer.Said(var status, _) -> notes.add("%s answered %d to GET /decisions".formatted(name, status));
                case Web.Answer.Nothing _ when onDisk.containsKey(name) -> {
                    notes.add(name + " does not answer; this is from its journal on disk, " + onDisk.get(name));
                    fromDisk(onDisk.get(name), entries, notes);
                }
                case Web.Answer.Nothing(var reason) -> notes.add("%s does not answer (%s); its journal is in <data_dir>.matriarch/journal on its host (--file)".formatted(name, reason));
            }
        }
        return new Told(ordered(entries), notes);
    }

    public static Told files(List<Path> files) {
        var entries = new ArrayList<Entry>();
        var notes = new ArrayList<String>();
        files.forEach(file -> fromDisk(file, entries, notes));
        return new Told(ordered(entries), notes);
    }

    private static void fromDisk(Path path, List<Entry> entries, List<String> notes) {
        try {
            JournalFiles.read(path, line -> add(Entry.parse(line), path.toString(), entries, notes));
        } catch (IOException e) {
            notes.add(path + " cannot be read: " + e);
        }
    }

    private static void add(Entry.Reading reading, String from, List<Entry> entries, List<String> notes) {
        switch (reading) {
            case Entry.Reading.Read(var entry) -> {
                entries.add(entry);
                notes.addAll(Telling.gaps(entry).stream().map(gap -> "records of " + from + " are of another version: " + gap).toList());
            }
            case Entry.Reading.Unreadable(var reason) -> notes.add("a record of " + from + " cannot be read: " + reason);
        }
    }

    private static List<Entry> ordered(List<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Entry::time)).toList();
    }

    static Document document(String body) {
        return Json.document(body);
    }
}
