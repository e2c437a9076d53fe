package io.matriarch.agent.cli;

import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.agent.config.Environment;
import io.matriarch.agent.host.StateDirectory;
import io.matriarch.agent.why.ClientTls;
import io.matriarch.agent.why.FiredRules;
import io.matriarch.agent.why.Herd;
import io.matriarch.agent.why.Replay;
import io.matriarch.agent.why.Web;
import io.matriarch.agent.why.Why;
import io.matriarch.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `matriarch why`, `whatif` and `replay`: finds the cluster (an agent's address, or a configuration file and etcd), asks, prints.
final class WhyCommand {
    private final Map<String, String> environment;
    private final MemberLookup lookup;
    private final PrintStream out;
    private final PrintStream err;

    /// Where to look. `url` is empty when none was given, `config` [ConfigSource#NO_FILE]; `files` are journals to read instead of asking anybody.
    /// Records after `until` are left out; empty is now.
    record Where(String url, Path config, ClientTls tls, Duration patience, List<Path> files, String until) {
        Web web(ClientTls configured) {
            return new Web(tls.over(configured), patience);
        }
    }

    /// A cluster that was found; `onDisk` are the journals of members that run on this machine.
    private record Found(Herd herd, Map<String, Path> onDisk) {
        boolean nobody() {
            return herd.members().isEmpty() && onDisk.isEmpty();
        }
    }

    WhyCommand(Map<String, String> environment, MemberLookup lookup, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.lookup = lookup;
        this.out = out;
        this.err = err;
    }

    int why(Where where, List<String> words) {
        if (!where.files().isEmpty()) return told(Herd.files(where.files()), where, words);
        var found = find(where);
        return found.nobody() ? nobody(found) : told(found.herd().told(found.onDisk()), where, words);
    }

    private int told(Herd.Told told, Where where, List<String> words) {
        told.notes().forEach(note -> err.println("note: " + note));
        var why = new Why(told.entries(), where.until().isEmpty() ? Instant.MAX : OffsetDateTime.parse(where.until()).toInstant());
        var answer = why.answer(words);
        answer.forEach(out::println);
        if (!answer.isEmpty()) return Commands.DONE;
        err.println("no record answers '" + String.join(" ", words) + "' (" + told.entries().size() + " looked at). " + why.vocabulary());
        return Commands.REFUSED;
    }

    int rules(Where where) {
        var found = find(where);
        if (found.herd().members().isEmpty()) return nobody(found);
        FiredRules.lines(found.herd()).forEach(out::println);
        return Commands.DONE;
    }

    /// The first member that answers is asked, but not the one that is thought dead: it is asked last.
    int whatIf(Where where, String dead) {
        var found = find(where);
        var herd = found.herd();
        var order = herd.members().entrySet().stream().sorted((a, b) -> Boolean.compare(a.getKey().equals(dead), b.getKey().equals(dead))).map(Map.Entry::getValue).toList();
        for (var base : order) {
            if (!(herd.web().get(base, "/whatif?dead=" + URLEncoder.encode(dead, StandardCharsets.UTF_8)) instanceof Web.Answer.Said(var status, var body))) continue;
            var says = Json.document(body).text("says", body);
            (status == 200 ? out : err).println(says);
            return status == 200 ? Commands.DONE : Commands.REFUSED;
        }
        return nobody(found);
    }

    int replay(List<Path> files) {
        var replay = new Replay(out);
        for (var file : files) {
            try {
                replay.read(file);
            } catch (IOException e) {
                err.println("error: " + file + " cannot be read: " + e);
                return Commands.REFUSED;
            }
        }
        return replay.same() ? Commands.DONE : Commands.REFUSED;
    }

    private int nobody(Found found) {
        if (!found.herd().silence().isEmpty()) err.println("note: " + found.herd().silence());
        err.println("matriarch: no agent answers. Say where one is (--url http://HOST:8008), or name a configuration file (--config), or journals (--file)");
        return Commands.REFUSED;
    }

    private Found find(Where where) {
        if (!where.url().isEmpty()) return new Found(Herd.known(where.web(ClientTls.PLATFORM), Herd.root(where.url())), Map.of());
        var configured = !where.config().equals(ConfigSource.NO_FILE) || Environment.given(environment);
        if (!configured) return unknown(where);
        return switch (new ConfigSource(where.config(), environment).read()) {
            case ConfigResult.Loaded(var config, _) -> find(where, config);
            case ConfigResult.Rejected(var problems, _) -> {
                problems.forEach(problem -> err.println("error: " + problem));
                yield unknown(where);
            }
        };
    }

    private static Found unknown(Where where) {
        return new Found(new Herd(where.web(ClientTls.PLATFORM), Map.of(), ""), Map.of());
    }

    /// The own agent knows the others; when it is down, etcd does.
    private Found find(Where where, AgentConfig config) {
        var files = config.ctl().tls();
        var web = where.web(new ClientTls(files.authorities(), files.certificate(), files.key(), files.keyPassword().reveal(), config.ctl().insecure()));
        var own = new StateDirectory(config.postgres().dataDirectory()).journal();
        var herd = Herd.known(web, Herd.root(config.rest().apiUrl()));
        return new Found(herd.members().isEmpty() ? byEtcd(herd, config) : herd, Files.isReadable(own) ? Map.of(config.node().name().value(), own) : Map.of());
    }

    private Herd byEtcd(Herd silent, AgentConfig config) {
        var members = new LinkedHashMap<String, String>();
        lookup.members(config).forEach(m -> members.put(m.name().value(), Herd.root(m.apiUrl())));
        return new Herd(silent.web(), members, silent.silence());
    }
}
