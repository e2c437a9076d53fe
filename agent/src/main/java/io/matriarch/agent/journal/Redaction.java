package io.matriarch.agent.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Takes secrets out of a tree before anybody can read it: the configuration is the operators' own document and may hold any.
///
/// Gone are: values under names that sound like secrets, all of an `authentication` section, values of commands (they carry keys for
/// archives), the user part of URLs, and `password=...` and its like inside any text. What is left decides the same.
/// Doing it twice changes nothing.
public final class Redaction {
    static final String GONE = "***";
    private static final String WORDS = "password|passwd|passphrase|secret|token|credential|api_?key|access_?key|private_?key|encryption_?key";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(" + WORDS + ").*|authentication|.*_command|pgpass(file)?");
    /// PostgreSQL's own parameter, a method's name.
    private static final Pattern HARMLESS_NAME = Pattern.compile("(?i)password_encryption");
    /// `scheme://user:password@`: what stands before the last `@` of the authority; also of a password with a bare `/`, but not of a port and path.
    private static final Pattern IN_URL = Pattern.compile("(?i)([a-z][a-z0-9+.-]*://)(?:[^/?#\\s]*|[^/?#\\s:@]+:(?!\\d{1,5}(?:[/?]|$))\\S*)@");
    /// `password=x`, `PGPASSWORD: 'x y'`, `"secret": "x"`: a name, a sign, a word or a quoted text.
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?i)(\\w*(?:" + WORDS + "|bindpasswd)\\w*[\"']?\\s*[=:]\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"?|'(?:[^'\\\\]|\\\\.)*'?|[^\\s,;&'\")\\]}]+)");

    private Redaction() {}

    /// The same tree without them; a secret's place says `***`.
    public static Object of(Object tree) {
        return switch (tree) {
            case Map<?, ?> fields -> fields(fields);
            case List<?> items -> items.stream().map(Redaction::of).toList();
            case String text -> text(text);
            case null -> null;
            case Object other -> other;
        };
    }

    private static Map<String, Object> fields(Map<?, ?> fields) {
        var clean = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> clean.put(text(name.toString()), secret(name.toString()) && holdsSomething(value) ? GONE : of(value)));
        return clean;
    }

    private static boolean secret(String name) {
        return SECRET_NAME.matcher(name).matches() && !HARMLESS_NAME.matcher(name).matches();
    }

    private static boolean holdsSomething(Object value) {
        return value != null && !value.equals("");
    }

    private static String text(String text) {
        if (text.indexOf('@') < 0 && text.indexOf('=') < 0 && text.indexOf(':') < 0) return text;
        var withoutUsers = IN_URL.matcher(text).replaceAll("$1" + GONE + "@");
        return IN_TEXT.matcher(withoutUsers).replaceAll("$1" + GONE);
    }
}
