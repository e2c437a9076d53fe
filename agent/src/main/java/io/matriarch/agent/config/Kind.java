package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import io.matriarch.agent.config.Tree.Sequence;
import io.matriarch.agent.host.DiskShare;
import io.matriarch.core.view.ScriptCommand;
import java.util.List;
import java.util.Locale;

/// What the value of a key may be, and what to say when it is something else.
///
/// Longer than most: one line for each kind in each of two switches reads better than sixteen files.
sealed interface Kind {
    record Text() implements Kind {}
    record Hidden() implements Kind {}
    /// A program and its arguments: text that is split as a shell splits words, or a list of words.
    record Command() implements Kind {}
    record Name() implements Kind {}
    record Scope() implements Kind {}
    record Path() implements Kind {}
    record Whole(long least, long most) implements Kind {}
    record Truth() implements Kind {}
    /// A truth value of a tag. Patroni takes any text there for true, `"false"` too: that is certainly not what was meant.
    record Flag() implements Kind {}
    record Size() implements Kind {}
    record OneOf(List<String> words) implements Kind {}
    record Address() implements Kind {}
    record Addresses() implements Kind {}
    record Urls() implements Kind {}
    record FileMode() implements Kind {}
    /// A list of lines; commas belong to them.
    record Lines() implements Kind {}
    /// A list, or one text with commas.
    record Texts() implements Kind {}
    /// Options of a program: a list of words and one-key maps, or a map.
    record Options() implements Kind {}
    record Words() implements Kind {}
    record Anything() implements Kind {}

    String PLACEHOLDER = "__patroni_strict_sync_replica_placeholder__";

    /// What is wrong with `value`; empty when nothing is.
    default String fault(Tree value) {
        return switch (this) {
            case Anything() -> "";
            case Words() -> value instanceof Mapping map && map.entries().values().stream().allMatch(Scalar.class::isInstance) ? "" : mustBe();
            case Options() -> value instanceof Mapping || value instanceof Sequence list && list.items().stream().allMatch(Kind::option) ? "" : mustBe();
            case Lines() -> value instanceof Sequence list && scalars(list) ? "" : mustBe();
            case Command() -> value instanceof Scalar scalar ? ScriptCommand.of(scalar.text()) instanceof ScriptCommand.Unreadable(var fault) ? fault : "" : value instanceof Sequence list && scalars(list) ? "" : mustBe();
            case Texts() -> value instanceof Scalar || value instanceof Sequence list && scalars(list) ? "" : mustBe();
            case Urls() -> value instanceof Mapping ? mustBe()
                    : Trees.texts(value).stream().map(EtcdUrl::fault).filter(f -> !f.isEmpty()).findFirst().orElse(Trees.texts(value).isEmpty() ? mustBe() : "");
            case Flag() when value instanceof Scalar scalar && scalar.form() == Tree.Form.TEXT && scalar.text().matches("(?i)false|no|off|0") ->
                    "is text, which Patroni takes for true whatever it says; write it without quotes";
            case Text(), Hidden(), Name(), Scope(), Path(), Whole _, Truth(), Flag(), Size(), OneOf _, Address(), Addresses(), FileMode() ->
                    value instanceof Scalar scalar ? fault(scalar.text()) : mustBe();
        };
    }

    private String fault(String text) {
        return switch (this) {
            case Text(), Hidden() -> text.indexOf('\0') >= 0 ? "must not hold a NUL character" : "";
            case Name() -> nameFault(text);
            case Scope() -> text.matches("[^\\s\\p{Cntrl}/][^\\p{Cntrl}/\\s]{0,127}") ? "" : mustBe();
            case Path() -> text.isBlank() || text.indexOf('\0') >= 0 ? mustBe() : "";
            case Whole whole -> wholeFault(whole, text);
            case Truth(), Flag() -> text.matches("(?i)true|false|yes|no|on|off|1|0") ? "" : mustBe();
            case Size() -> DiskShare.understood(text) ? "" : mustBe();
            case OneOf(var words) -> words.contains(text.toLowerCase(Locale.ROOT)) ? "" : mustBe();
            case Address() -> HostPort.fault(text);
            case Addresses() -> Listen.fault(text);
            case FileMode() -> text.matches("0o?[0-7]{3}") ? "" : mustBe();
            case Urls(), Lines(), Texts(), Command(), Options(), Words(), Anything() -> "";
        };
    }

    default String mustBe() {
        return "must be " + label();
    }

    /// For the page of keys, and after "must be".
    default String label() {
        return switch (this) {
            case Text() -> "text";
            case Hidden() -> "text (secret)";
            case Command() -> "a program and its arguments, as text or as a list of words; no shell is asked";
            case Name() -> "1 to 63 letters, digits, dots, dashes and underscores (it becomes an application_name, a slot and a key)";
            case Scope() -> "up to 128 characters without blanks and slashes";
            case Path() -> "a path";
            case Whole(var least, var most) when most == Long.MAX_VALUE -> "a whole number of at least " + least;
            case Whole(var least, var most) -> "a whole number between " + least + " and " + most;
            case Truth(), Flag() -> "true or false";
            case Size() -> "a size such as 50GB, or a share of the file system such as 20%";
            case OneOf(var words) -> "one of " + String.join(", ", words);
            case Address() -> "host:port";
            case Addresses() -> "address:port (several addresses with commas)";
            case Urls() -> "one or several host:port or http(s)://host:port";
            case FileMode() -> "an octal file mode with a leading zero, such as 0640";
            case Lines() -> "a list of lines";
            case Texts() -> "a list, or text with commas";
            case Options() -> "a list of options (word, or name: value), or a map";
            case Words() -> "a map of single values";
            case Anything() -> "a map";
        };
    }

    private static String nameFault(String text) {
        if (text.equals(PLACEHOLDER)) return "is reserved for strict synchronous mode; choose another name";
        return text.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}") ? "" : new Name().mustBe();
    }

    private static String wholeFault(Whole whole, String text) {
        if (text.matches("[-+]?0\\d+")) return "a leading zero makes it octal to some readers of YAML; write " + text.replaceAll("^([-+]?)0+(?=\\d)", "$1");
        if (text.matches("[-+]?\\d+(_\\d+)+")) return "write it without underscores: " + text.replace("_", "");
        if (!text.matches("-?\\d{1,18}")) return whole.mustBe();
        var number = Long.parseLong(text);
        return number >= whole.least && number <= whole.most ? "" : whole.mustBe();
    }

    private static boolean scalars(Sequence list) {
        return list.items().stream().allMatch(item -> item instanceof Scalar && Trees.present(item));
    }

    private static boolean option(Tree item) {
        return item instanceof Scalar && Trees.present(item) || new Words().fault(item).isEmpty();
    }
}
