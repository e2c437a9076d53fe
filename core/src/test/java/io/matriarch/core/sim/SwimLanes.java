package io.matriarch.core.sim;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One run as a timeline: a column for each node, and one for etcd and the faults; a line whenever something changes.
/// The mark before each column is what its server is: `#` primary, `|` standby, `:` starting, `.` down, `?` half done, `z` frozen.
final class SwimLanes implements Spectator {
    private static final int WIDTH = 34;
    private static final MemberName NOBODY = new MemberName("");
    private final ClusterSim sim;
    private final Consumer<String> line;
    private final TreeMap<MemberName, String> servers = new TreeMap<>();
    private final TreeMap<MemberName, String> rules = new TreeMap<>();
    private String lock = "";

    SwimLanes(ClusterSim sim, Consumer<String> line) {
        this.sim = sim;
        this.line = line;
        var heads = new StringBuilder("   seconds");
        for (var name : sim.servers.keySet()) heads.append(String.format(Locale.ROOT, "   %-" + WIDTH + "s", name));
        line.accept(heads + "   etcd, faults");
    }

    @Override
    public void decided(MemberName name, Decision decision, List<Performed> performed) {
        var text = (decision.rule() + " " + String.join(" ", performed.stream().map(SwimLanes::word).filter(w -> !w.isEmpty()).toList())).strip();
        if (!text.equals(rules.put(name, text))) print(name, text);
    }

    /// An action in a word; empty for what is done in every tick. `!` marks what failed.
    private static String word(Performed performed) {
        var word = switch (performed.action()) {
            case Action.RunJob(var kind, _) -> kind.toString();
            case Action.TakeLock(var write, _) -> write.getClass().getSimpleName();
            case Action.GiveLock(var write) -> write.getClass().getSimpleName();
            case Action.DisownLock _ -> "Disown";
            case Action.Follow(var upstream) -> "Follow " + upstream.getClass().getSimpleName();
            case Action.RenewLock _ -> performed.succeeded() ? "" : "Renew";
            case Action.AskMembers _ -> performed.succeeded() ? "" : "AskMembers(" + performed.outcome() + ")";
            case Action.Write(DcsWrite.PutMember _) -> "";
            case Action.Write(DcsWrite.PutSync(_, var state)) -> state instanceof SyncState.On on ? "PutSync" + on.standbys() + on.quorum() : "PutSync(off)";
            case Action.Write(var write) -> write.getClass().getSimpleName();
            case Action.SetStandbyNames(var names) -> "Names(" + names.text() + ")";
            case Action.WritePromise(var promise) -> "Promise(" + promise.term() + " " + promise.candidate() + ")";
            case Action.StandbyNamesAsConfigured _, Action.CancelJob _, Action.Kill _, Action.Disarm _, Action.CreateSlots _, Action.DropSlots _, Action.CreateLogicalSlots _, Action.AdvanceSlots _, Action.Configure _, Action.Checkpoint _,
                    Action.RequestDone _, Action.Exit _ -> performed.action().getClass().getSimpleName();
        };
        return word.isEmpty() || performed.succeeded() ? word : word + "!";
    }

    @Override
    public void said(String what) {
        print(NOBODY, what);
    }

    @Override
    public void moved() {
        sim.servers.forEach((name, server) -> {
            var now = describe(server);
            if (!now.equals(servers.put(name, now)) && !now.isEmpty()) print(name, now);
        });
        var now = switch (sim.etcd.lock()) {
            case LeaderLock.Absent _ -> "lock free";
            case LeaderLock.Held held -> "lock " + held.holder() + ", term " + held.createRevision();
        };
        if (!now.equals(lock)) print(NOBODY, now);
        lock = now;
    }

    private static String describe(SimServer server) {
        return switch (server.phase) {
            case NO_DATA -> "";
            case HALF_DONE -> "half done: " + server.marker;
            case DOWN -> "down tl " + server.timeline + " " + server.wal.end();
            case STARTING -> server.standby ? "starting, standby" : "starting, primary";
            case UP -> (server.standby ? "standby of " + server.upstream : "primary") + " tl " + server.timeline + (server.stopping ? ", stopping" : "");
        };
    }

    private static char mark(SimServer server) {
        if (!server.box.acts()) return 'z';
        return switch (server.phase) {
            case NO_DATA -> ' ';
            case HALF_DONE -> '?';
            case DOWN -> '.';
            case STARTING -> ':';
            case UP -> server.standby ? '|' : '#';
        };
    }

    private void print(MemberName where, String text) {
        var rest = new ArrayList<>(wrapped(text, sim.servers.containsKey(where) ? WIDTH : 100));
        var first = true;
        for (var part : rest) {
            var row = new StringBuilder(first ? String.format(Locale.ROOT, "%10.3f", sim.queue.elapsed().toNanos() / 1e9) : " ".repeat(10));
            for (var server : sim.servers.values())
                row.append(' ').append(mark(server)).append(String.format(Locale.ROOT, " %-" + WIDTH + "s", server.name.equals(where) ? part : ""));
            if (!sim.servers.containsKey(where)) row.append("   ").append(part);
            line.accept(row.toString().stripTrailing());
            first = false;
        }
    }

    private static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var row = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!row.isEmpty() && row.length() + 1 + word.length() > width) {
                lines.add(row.toString());
                row = new StringBuilder(" ");
            }
            row.append(row.isEmpty() ? "" : " ").append(word);
        }
        lines.add(row.toString());
        return lines;
    }
}
