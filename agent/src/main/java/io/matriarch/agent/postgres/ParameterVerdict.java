package io.matriarch.agent.postgres;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What PostgreSQL says of parameters that it was shown, and what is left of them: those it does not know or cannot read are taken out, a number out of range
/// is moved to the end of the range that it is beyond. Pure.
///
/// `complaints` are for people: a name and what was done, never a value, for that may be a secret.
record ParameterVerdict(SortedMap<String, String> accepted, List<String> complaints) {
    /// guc.c and guc-file.l of PostgreSQL 13 to 18, under LC_ALL=C. Newer ones write units at the ends of the range, too.
    private static final Pattern UNKNOWN = Pattern.compile("unrecognized configuration parameter \"([^\"]+)\"");
    private static final Pattern INVALID = Pattern.compile("invalid value for parameter \"([^\"]+)\"[^\\n]*(?:\\n(?!\\S+ \\S+ \\S+ \\[\\d+] LOG)[^\\n]*HINT:  ([^\\n]*))?");
    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?";
    private static final Pattern BEYOND = Pattern.compile("(" + NUMBER + ")(?: (\\d*)([A-Za-z]+))? is outside the valid range for parameter \"([^\"]+)\" \\((" + NUMBER + ")[^.]*? \\.\\. (" + NUMBER + ")");
    private static final Pattern UNFIT = Pattern.compile("parameter \"([^\"]+)\" (requires a [^\\n]*|cannot be [^\\n]*)");

    /// `said`: the standard error of `postgres -C`. The same parameters and no complaint when it says nothing of any of them.
    static ParameterVerdict of(SortedMap<String, String> shown, String said) {
        var left = new TreeMap<>(shown);
        var complaints = new ArrayList<String>();
        UNKNOWN.matcher(said).results().forEach(m -> drop(left, m.group(1), "is not known to this PostgreSQL", complaints));
        INVALID.matcher(said).results().forEach(m -> drop(left, m.group(1), "has an invalid value" + (m.group(2) == null ? "" : " (" + m.group(2).strip() + ")"), complaints));
        UNFIT.matcher(said).results().forEach(m -> drop(left, m.group(1), m.group(2), complaints));
        BEYOND.matcher(said).results().forEach(m -> clip(left, m, complaints));
        return new ParameterVerdict(left, List.copyOf(complaints));
    }

    private static void drop(SortedMap<String, String> left, String name, String why, Collection<String> complaints) {
        if (left.entrySet().removeIf(entry -> entry.getKey().equalsIgnoreCase(name))) complaints.add(name + " " + why + ": it is left out");
    }

    /// The range is in the parameter's own unit, which may be a multiple (`8kB`).
    private static void clip(SortedMap<String, String> left, MatchResult m, Collection<String> complaints) {
        var nearest = new BigDecimal(m.group(1)).compareTo(new BigDecimal(m.group(5))) < 0 ? m.group(5) : m.group(6);
        var unit = m.group(3) == null ? "" : m.group(3);
        var factor = m.group(2) == null || m.group(2).isEmpty() ? "1" : m.group(2);
        var clipped = (factor.equals("1") ? nearest : new BigDecimal(nearest).multiply(new BigDecimal(factor)).toPlainString()) + unit;
        for (Map.Entry<String, String> entry : left.entrySet()) {
            if (!entry.getKey().equalsIgnoreCase(m.group(4))) continue;
            entry.setValue(clipped);
            complaints.add(m.group(4) + " is out of its range: it is " + clipped + " instead");
        }
    }
}
