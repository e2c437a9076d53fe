package io.matriarch.core.view;

import java.util.List;
import java.util.regex.Pattern;

/// Names of server parameters, as a line of a configuration file can say them.
public final class ParameterName {
    /// ID and QUALIFIED_ID of guc-file.l, in ASCII.
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");
    private static final Pattern DIRECTIVE = Pattern.compile("(?i)include(_dir|_if_exists)?");
    private static final int LONGEST = 80;

    private ParameterName() {}

    /// Whether PostgreSQL reads `name = 'value'` as a parameter's line. With any other name it refuses the whole file, or reads a line that nobody
    /// meant; whether it knows a parameter of that name is another question.
    public static boolean writable(String name) {
        return NAME.matcher(name).matches() && !DIRECTIVE.matcher(name).matches();
    }

    /// A name as it is written, for people: on one line, and without what may be a value that slipped into it.
    public static String shown(String name) {
        var line = name.replaceAll("(?s)[=:\\p{Cntrl}].*", "...");
        return '"' + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...") + '"';
    }

    /// The names of `parameters` that cannot be written, shown.
    public static List<String> unwritable(Document parameters) {
        return parameters.fields().keySet().stream().filter(name -> !writable(name)).map(ParameterName::shown).toList();
    }
}
