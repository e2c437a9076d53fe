package io.matriarch.core.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of the operator's, as a configuration says it: in words, split as a POSIX shell splits them (blanks, quotes, backslashes) and nothing else, for no
/// shell is asked. A list is taken word by word.
///
/// One that cannot be read is not the same as none: what it was there to prevent must not happen.
public sealed interface ScriptCommand {
    /// Nothing is said, or what Patroni takes for nothing: an empty or false value.
    record None() implements ScriptCommand {}

    /// `words` is not empty.
    record Words(List<String> words) implements ScriptCommand {
        public Words {
            words = List.copyOf(words);
        }
    }

    /// `fault` goes on after the key's name: `has a quote (') that is never closed`.
    record Unreadable(String fault) implements ScriptCommand {}

    None NONE = new None();

    /// `written` is text, a list, or whatever a JSON document may hold.
    static ScriptCommand of(Object written) {
        return switch (written) {
            case null -> NONE;
            case String text -> Pieces.of(text);
            case List<?> list when list.stream().anyMatch(word -> word == null || word instanceof List || word instanceof Map) -> new Unreadable("has a word that is no text");
            case List<?> list -> words(list.stream().map(String::valueOf).toList());
            case Map<?, ?> map when map.isEmpty() -> NONE;
            case Object nothing when nothing.equals(false) || nothing.equals(0) || nothing.equals(0L) -> NONE;
            case Object _ -> new Unreadable("is no text and no list of words");
        };
    }

    private static ScriptCommand words(List<String> words) {
        return words.isEmpty() ? NONE : new Words(words);
    }

    /// Of a text.
    final class Pieces {
        /// One piece of a word: in single quotes, in double quotes, after a backslash, or bare.
        private static final Pattern PIECE = Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]++|\\\\.)*+)\"|\\\\(.)|([^\\s'\"\\\\]+)", Pattern.DOTALL);
        private static final Pattern BLANKS = Pattern.compile("\\s+");

        private Pieces() {}

        private static ScriptCommand of(String text) {
            var at = end(text);
            if (at == text.length()) return words(split(text));
            return new Unreadable(text.charAt(at) == '\\' ? "ends with a backslash that escapes nothing" : "has a quote (" + text.charAt(at) + ") that is never closed");
        }

        private static int end(String text) {
            var matcher = PIECE.matcher(text);
            var blanks = BLANKS.matcher(text);
            var at = 0;
            while (at < text.length()) {
                if (matcher.region(at, text.length()).lookingAt()) at = matcher.end();
                else if (blanks.region(at, text.length()).lookingAt()) at = blanks.end();
                else return at;
            }
            return at;
        }

        private static List<String> split(String text) {
            var words = new ArrayList<String>();
            var matcher = PIECE.matcher(text);
            var last = -1;
            while (matcher.find()) {
                var piece = piece(matcher);
                if (matcher.start() == last) words.add(words.removeLast() + piece);
                else words.add(piece);
                last = matcher.end();
            }
            return List.copyOf(words);
        }

        private static String piece(Matcher matcher) {
            if (matcher.group(1) != null) return matcher.group(1);
            if (matcher.group(2) != null) return matcher.group(2).replaceAll("\\\\([\"\\\\$`])", "$1");
            return matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        }
    }
}
