package io.matriarch.agent.config;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A command as the operator writes it, in words. Quotes group; nothing is expanded, for no shell is asked.
final class CommandWords {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private CommandWords() {}

    static List<String> of(String command) {
        return WORD.matcher(command).results().map(CommandWords::word).toList();
    }

    private static String word(MatchResult match) {
        if (match.group(1) != null) return match.group(1);
        return match.group(2) != null ? match.group(2) : match.group(3);
    }
}
