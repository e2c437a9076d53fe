package io.matriarch.agent.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A command as the operator writes it, in words: split as a POSIX shell splits them (blanks, quotes, backslashes) and nothing else, for no shell is asked.
/// A list is taken word by word.
public final class CommandWords {
    /// One piece of a word: in single quotes, in double quotes, after a backslash, or bare.
    private static final Pattern PIECE = Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]++|\\\\.)*+)\"|\\\\(.)|([^\\s'\"\\\\]+)", Pattern.DOTALL);
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private CommandWords() {}

    /// Empty where there is no command, or none that can be read ([#fault(String)]).
    public static List<String> of(Object written) {
        return switch (written) {
            case String text when fault(text).isEmpty() -> split(text);
            case List<?> words -> words.stream().map(String::valueOf).toList();
            case null -> List.of();
            case Object _ -> List.of();
        };
    }

    /// What is wrong with it; empty when nothing is.
    public static String fault(String text) {
        var at = end(text);
        if (at == text.length()) return "";
        return text.charAt(at) == '\\' ? "ends with a backslash that escapes nothing" : "has a quote (" + text.charAt(at) + ") that is never closed";
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

    private static String piece(java.util.regex.Matcher matcher) {
        if (matcher.group(1) != null) return matcher.group(1);
        if (matcher.group(2) != null) return matcher.group(2).replaceAll("\\\\([\"\\\\$`])", "$1");
        return matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
    }
}
