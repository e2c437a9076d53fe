package io.matriarch.core.ha.sync;

import io.matriarch.core.ha.sync.StandbyNames.Priority;
import io.matriarch.core.ha.sync.StandbyNames.Quorum;
import io.matriarch.core.ha.sync.StandbyNames.Unreadable;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads synchronous_standby_names by PostgreSQL's own grammar (syncrep_gram.y, syncrep_scanner.l; each form tried on a PostgreSQL 15).
final class StandbyNamesReader {
    private static final String SPACE = "[ \t\n\r\f\u000B]*";
    /// A keyword is no name; digits alone are one. The possessive `++` keeps `firsts` whole.
    private static final String NAME = "(?:\"(?:[^\"]|\"\")*+\"|(?!(?i:any|first)(?![A-Za-z\\x{80}-\\x{10FFFF}_0-9$]))[A-Za-z\\x{80}-\\x{10FFFF}_][A-Za-z\\x{80}-\\x{10FFFF}_0-9$]*+|[0-9]++(?![A-Za-z_])|\\*)";
    private static final String LIST = "(" + SPACE + NAME + SPACE + "(?:," + SPACE + NAME + SPACE + ")*+)";
    private static final Pattern BARE = Pattern.compile(LIST);
    private static final Pattern COUNTED = Pattern.compile(SPACE + "((?i:any|first)" + SPACE + ")?([0-9]+)" + SPACE + "\\(" + LIST + "\\)" + SPACE);
    private static final Pattern EACH = Pattern.compile(NAME);

    private StandbyNamesReader() {}

    static StandbyNames read(String text) {
        if (text.isEmpty()) return new StandbyNames.None();
        var counted = COUNTED.matcher(text);
        if (counted.matches()) return counted(text, counted);
        var bare = BARE.matcher(text);
        return bare.matches() ? first(1, names(bare.group(1))) : new Unreadable(text);
    }

    private static StandbyNames counted(String text, MatchResult form) {
        if (!form.group(2).matches("0*[1-9][0-9]{0,8}")) return new Unreadable(text); // 0 is refused, and what overflows atoi is anything
        var count = Integer.parseInt(form.group(2));
        var names = names(form.group(3));
        var method = form.group(1) == null ? "" : form.group(1).strip();
        return method.equalsIgnoreCase("any") ? new Quorum(count, NameSet.of(names)) : first(count, names);
    }

    private static StandbyNames first(int count, List<String> names) {
        return names.equals(List.of(StandbyNames.PLACEHOLDER)) ? new StandbyNames.Blocking() : new Priority(count, names);
    }

    private static List<String> names(String list) {
        return EACH.matcher(list).results().map(MatchResult::group).map(StandbyNamesReader::unquoted).toList();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
