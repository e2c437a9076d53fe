package io.matriarch.core.view;

import java.util.Locale;

/// The unique name of an agent in its cluster; also the application_name of its WAL receiver.
public record MemberName(String value) implements Comparable<MemberName> {
    /// The physical slot that keeps WAL for this member: Patroni's rule, so that slots survive a migration
    /// (lower case, `-` and `.` become `_`, anything else becomes `u` and its decimal code point, 63 characters).
    public String slotName() {
        var name = new StringBuilder();
        value.toLowerCase(Locale.ROOT).codePoints().forEach(c -> appendSlotCharacter(name, c));
        return name.length() > 63 ? name.substring(0, 63) : name.toString();
    }

    private static void appendSlotCharacter(StringBuilder name, int c) {
        if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_') name.appendCodePoint(c);
        else if (c == '-' || c == '.') name.append('_');
        else name.append(String.format(Locale.ROOT, "u%04d", c));
    }

    @Override
    public int compareTo(MemberName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
