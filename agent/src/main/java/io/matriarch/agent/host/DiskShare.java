package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// How much of a disk something may take: a number of bytes, or a share of the file system that it is on.
public sealed interface DiskShare {
    record Bytes(long count) implements DiskShare {}

    record Percent(int share) implements DiskShare {}

    /// `50GB`, `200 MB`, `1048576`, `20%`; units as in postgresql.conf, so a kB is 1024 bytes.
    Pattern FORM = Pattern.compile("(\\d{1,15}) ?(kB|MB|GB|TB|%|B|)", Pattern.CASE_INSENSITIVE);

    static boolean understood(String text) {
        var form = FORM.matcher(text);
        return form.matches() && (!form.group(2).equals("%") || Long.parseLong(form.group(1)) <= 100);
    }

    /// Of a text that is [#understood(String)].
    static DiskShare of(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) throw new IllegalArgumentException("no size: " + text);
        var number = Long.parseLong(form.group(1));
        return switch (form.group(2).toLowerCase(Locale.ROOT)) {
            case "%" -> new Percent((int) number);
            case "kb" -> bytes(number, 10);
            case "mb" -> bytes(number, 20);
            case "gb" -> bytes(number, 30);
            case "tb" -> bytes(number, 40);
            case String _ -> new Bytes(number);
        };
    }

    private static DiskShare bytes(long number, int shift) {
        return new Bytes(number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift);
    }

    /// In bytes, of the file system that `place` is on.
    default long on(Path place) throws IOException {
        return switch (this) {
            case Bytes(var count) -> count;
            case Percent(var share) -> Files.getFileStore(place).getTotalSpace() / 100 * share;
        };
    }

    default String text() {
        return switch (this) {
            case Bytes(var count) -> count + " bytes";
            case Percent(var share) -> share + " % of the file system";
        };
    }
}
