package io.matriarch.agent.config;

import java.util.Collection;
import java.util.Comparator;

/// How values and keys appear in messages: short, on one line, without control characters.
final class Wording {
    private static final int LONGEST = 80;

    private Wording() {}

    static String plain(String text) {
        return limited(text, LONGEST);
    }

    static String limited(String text, int longest) {
        var line = text.replaceAll("\\p{Cntrl}|[\\u2028\\u2029\\u0085]", "?");
        return line.length() <= longest ? line : line.substring(0, longest) + "...";
    }

    static String quoted(String text) {
        return '"' + plain(text) + '"';
    }

    /// With a capital letter and a full stop.
    static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1) + ".";
    }

    /// A key's name. `password:secret`, with its blank forgotten, is one key to YAML: what follows the colon is not shown.
    static String key(String name) {
        var end = name.chars().filter(c -> ":=\" {".indexOf(c) >= 0).findFirst().stream().map(name::indexOf).findFirst().orElse(name.length());
        return end == name.length() ? plain(name) : plain(name.substring(0, end)) + "...";
    }

    /// The one of `words` most like `word`; empty when none is like it.
    static String nearest(String word, Collection<String> words) {
        return words.stream().filter(w -> distance(w, word) <= Math.max(1, Math.min(w.length(), word.length()) / 3))
                .min(Comparator.comparingInt(w -> distance(w, word))).orElse("");
    }

    /// How many letters must be added, removed or replaced (Levenshtein).
    static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
