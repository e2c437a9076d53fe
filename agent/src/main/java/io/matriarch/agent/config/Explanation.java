package io.matriarch.agent.config;

import io.matriarch.agent.config.Key.Standing;
import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import io.matriarch.agent.config.Tree.Sequence;
import io.matriarch.agent.journal.Redaction;
import io.matriarch.agent.postgres.ControlledParameters;
import io.matriarch.agent.postgres.ServerSettings;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Timing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which value of each key holds, and where it came from (contract 3.1): a key of the local file, one of etcd's dynamic configuration, or one of
/// `postgresql`, which both may say.
///
/// Longer than most: the three kinds of keys are told apart in one place.
public final class Explanation {
    private static final String AT_BOOTSTRAP = "bootstrap.dcs.";
    private static final String SERVER = "postgresql.";
    private static final String PARAMETERS = "postgresql.parameters.";
    /// Patroni ignores these at the top of the file: they are the dynamic configuration's.
    private static final Set<String> ETCDS_ALONE = Set.of("ttl", "loop_wait", "retry_timeout", "standby_cluster");
    private static final Map<String, Function<Timing, Duration>> TIMES = Map.of("ttl", Timing::ttl, "loop_wait", Timing::loopWait, "retry_timeout", Timing::retryTimeout);
    private final Settings from;
    private final Dynamic dynamic;
    private final Document shared;
    private final Map<String, Explained> lines = new LinkedHashMap<>();

    private Explanation(AgentConfig config, Dynamic dynamic) {
        this.from = config.settings();
        this.dynamic = dynamic;
        this.shared = switch (dynamic) {
            case Dynamic.InEtcd(var document) -> document;
            case Dynamic.Copied(var document, _, _) -> document;
            case Dynamic.Unwritten _ -> config.node().bootstrap();
        };
    }

    /// Every key that is said anywhere, and every other one that this agent honours.
    public static List<Explained> of(AgentConfig config, Dynamic dynamic) {
        var explanation = new Explanation(config, dynamic);
        KnownKeys.ALL.stream().filter(key -> !key.path().startsWith(AT_BOOTSTRAP) && !ETCDS_ALONE.contains(key.path())).forEach(explanation::local);
        explanation.parameters();
        KnownKeys.ALL.stream().filter(key -> key.path().startsWith(AT_BOOTSTRAP)).forEach(explanation::dynamic);
        explanation.unknown();
        return List.copyOf(explanation.lines.values());
    }

    /// Of those the ones that `asked` names: a key, a section, or a key as it stands under `bootstrap.dcs`.
    public static List<Explained> about(String asked, List<Explained> all) {
        var name = asked.startsWith(AT_BOOTSTRAP) ? asked.substring(AT_BOOTSTRAP.length()) : asked;
        return all.stream().filter(line -> line.key().equals(name) || line.key().startsWith(name + ".")).toList();
    }

    /// What the key is, for people: what it does, what it may be, what holds otherwise. None or one.
    public static Stream<String> meaning(String asked) {
        return Stream.of(asked, AT_BOOTSTRAP + asked).flatMap(path -> KnownKeys.find(path).stream()).limit(1).map(key -> "%s It must be %s%s.%s".formatted(
                key.says().endsWith(".") ? key.says() : Wording.sentence(key.says()), key.kind().label(), key.otherwise().isEmpty() || key.required() ? "" : "; otherwise " + key.otherwise(),
                key.needsRestart() ? " A change needs a restart of the agent." : ""));
    }

    /// The key that somebody may have meant; empty when none is like it.
    public static String nearest(String asked) {
        return Wording.nearest(asked, KnownKeys.ALL.stream().map(key -> key.path().startsWith(AT_BOOTSTRAP) ? key.path().substring(AT_BOOTSTRAP.length()) : key.path()).toList());
    }

    private void local(Key key) {
        var path = key.path();
        if (path.equals("postgresql.parameters") || path.equals("postgresql.use_slots")) return;
        var written = Trees.at(from.tree(), path).findAny();
        var shares = path.startsWith(SERVER) && !ServerSettings.localOnly(path.substring(SERVER.length()).split("\\.", 2)[0]);
        var said = shares ? value(shared, path).findAny() : Optional.empty();
        var whole = shares ? whole(path) : path;
        var hides = whole.equals(path) ? Optional.<Tree>empty() : Trees.at(from.tree(), whole).findAny();
        if (written.isPresent()) flat(path, written.get(), note(key), key.secret());
        else if (said.isPresent() && hides.isPresent()) lines.put(path, new Explained(path, key.otherwise(), "default", origin(path) + "'s is ignored: " + hides.get().place() + " says all of " + whole));
        else if (said.isPresent()) put(path, said.get(), origin(path), note(key));
        else if (key.standing() == Standing.HONOURED && !KnownKeys.section(path)) lines.put(path, new Explained(path, key.required() ? "" : key.otherwise(), "default", ""));
    }

    /// What a file says of `postgresql` takes the place of the same key in the dynamic section with all that is in it ([ServerSettings]).
    private static String whole(String path) {
        return SERVER + path.substring(SERVER.length()).split("\\.", 2)[0];
    }

    private void flat(String path, Tree value, String note, boolean secret) {
        switch (value) {
            case Mapping map -> map.entries().forEach((name, child) -> {
                if (Trees.present(child) && KnownKeys.find(path + "." + name).isEmpty()) flat(path + "." + name, child, note, secret);
            });
            case Sequence list -> put(path, Trees.said(list), list.place().toString(), note);
            case Scalar scalar -> put(path, secret ? "***" : scalar.text(), scalar.place().toString(), note);
        }
    }

    /// Key by key: what must be equal everywhere is etcd's alone, of the others the file's word counts.
    private void parameters() {
        var both = shared.section("postgresql").section("parameters");
        var wanted = ControlledParameters.wanted(ServerSettings.of(Document.EMPTY, shared.section("postgresql")).controlled());
        wanted.forEach((name, value) -> put(PARAMETERS + name, value, both.has(name) ? origin(PARAMETERS + name) : "default",
                both.has(name) && !both.text(name, "").equals(value) ? "there it is " + both.text(name, "") + ", which cannot be taken" : overruled("postgresql.parameters." + name)));
        both.fields().forEach((name, value) -> { if (!wanted.containsKey(name) && value != null) put(PARAMETERS + name, value, origin(PARAMETERS + name), ""); });
        Trees.at(from.tree(), "postgresql.parameters").forEach(map -> {
            if (map instanceof Mapping local) local.entries().forEach((name, value) -> {
                if (!ControlledParameters.clusterWide(name) && Trees.present(value)) flat(PARAMETERS + name, value, "", false);
            });
        });
    }

    private void dynamic(Key key) {
        var path = key.path().substring(AT_BOOTSTRAP.length());
        if (KnownKeys.section(key.path())) return;
        var said = value(shared, path).findAny();
        var time = TIMES.getOrDefault(path, _ -> Duration.ZERO).apply(Timing.of(shared).adjusted()).toSeconds();
        if (TIMES.containsKey(path) && shared.number(path, time) != time) put(path, time, origin(path), "there it is " + said.orElse("the default") + ", which is not safe with the others");
        else if (said.isPresent()) put(path, said.get(), origin(path), note(key) + overruled(path));
        else if (key.standing() == Standing.HONOURED && !key.otherwise().equals("{}")) lines.put(path, new Explained(path, key.otherwise(), "default", overruled(path)));
    }

    private void unknown() {
        shared.fields().forEach((name, value) -> {
            if (value != null && !name.equals("postgresql") && KnownKeys.find(AT_BOOTSTRAP + name).isEmpty()) put(name, value, origin(name), "not known here, and kept as it is");
        });
    }

    /// What the file says in vain.
    private String overruled(String path) {
        return Trees.at(from.tree(), path).findAny().map(said -> said.place() + " is ignored: this is etcd's alone").orElse("");
    }

    private static String note(Key key) {
        return switch (key.standing()) {
            case HONOURED, REFUSED -> "";
            case NO_EFFECT -> "has no effect: " + key.says();
            case NOT_YET -> "is not supported yet";
        };
    }

    private String origin(String path) {
        return switch (dynamic) {
            case Dynamic.InEtcd _ -> "etcd";
            case Dynamic.Copied(_, var file, _) -> file.getFileName().toString();
            case Dynamic.Unwritten _ -> Trees.at(from.tree(), AT_BOOTSTRAP + path).findAny().map(tree -> "bootstrap.dcs, " + tree.place()).orElse("bootstrap.dcs");
        };
    }

    private void put(String path, Object value, String origin, String note) {
        var leaf = path.substring(path.lastIndexOf('.') + 1);
        var shown = Redaction.of(Map.of(leaf, value)) instanceof Map<?, ?> clean ? clean.get(leaf) : value;
        lines.put(path, new Explained(path, Wording.limited(text(shown), 2000), origin, note));
    }

    private static String text(Object value) {
        return value instanceof Map || value instanceof List ? io.matriarch.json.JsonText.dense(value) : String.valueOf(value);
    }

    /// The value under a dotted path; none or one.
    private static Stream<Object> value(Document document, String path) {
        var names = List.of(path.split("\\.", -1));
        var at = document;
        for (var name : names.subList(0, names.size() - 1)) at = at.section(name);
        return Stream.ofNullable(at.fields().get(names.getLast()));
    }
}
