package io.matriarch.core.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The ways to make a copy, as a configuration names them (`create_replica_methods`, contract 3.7). All but `basebackup` have a section of their own in `postgresql`.
public final class ReplicaMethods {
    public static final String BASE_BACKUP = "basebackup";
    private static final List<String> NAMES = List.of("create_replica_methods", "create_replica_method");
    private static final List<String> LEADERLESS = List.of("no_leader", "no_master");

    private ReplicaMethods() {}

    /// In the order in which they are tried; `basebackup` where `section` says nothing. Patroni's older word is read, too.
    public static List<String> named(Document section) {
        var written = NAMES.stream().filter(section::has).findFirst().<Object>map(key -> section.fields().get(key)).orElse(List.of());
        var words = written instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.of(String.valueOf(written).split(","));
        var names = words.map(String::strip).filter(name -> !name.isEmpty()).toList();
        return names.isEmpty() ? List.of(BASE_BACKUP) : names;
    }

    /// Of these the ones that make a copy also while there is nobody to copy from: their sections in `postgresql` say so. Never `basebackup`.
    public static List<String> withoutLeader(List<String> names, Document postgresql) {
        return names.stream().filter(name -> !name.equals(BASE_BACKUP) && LEADERLESS.stream().anyMatch(word -> postgresql.section(name).truth(word, false))).toList();
    }

    /// What a decision needs of the local `postgresql`: which methods there are, and which of them need no leader. No commands, which may hold secrets.
    public static Document said(Document postgresql) {
        var said = new LinkedHashMap<String, Object>();
        postgresql.fields().forEach((key, value) -> {
            if (NAMES.contains(key)) said.put(key, value);
            else if (value instanceof Map<?, ?> && isMethod(postgresql.section(key))) said.put(key, leaderless(postgresql.section(key)));
        });
        return new Document(said);
    }

    private static boolean isMethod(Document section) {
        return section.has("command") || LEADERLESS.stream().anyMatch(section::has);
    }

    private static Map<String, Object> leaderless(Document section) {
        var kept = new LinkedHashMap<>(section.fields());
        kept.keySet().retainAll(LEADERLESS);
        return kept;
    }

    /// The dynamic section with the local one laid over it, key by key.
    public static Document inForce(Document dynamic, Document local) {
        var both = new LinkedHashMap<>(dynamic.fields());
        both.putAll(local.fields());
        return new Document(both);
    }
}
