package io.matriarch.agent.host;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/// The highest term that this member has promised, on its disk: `<data_dir>.matriarch/promise`, mode 0600.
///
/// A promise counts once [#write] has returned [Written.Durable]: it is written beside, synced, renamed, and the directory synced, so that whenever the
/// machine goes down there is the promise before or this one. What is there and is not, byte for byte, what was once written is [Promised.Unreadable],
/// never "no promise". Only a file that is not there, in a directory that can be read, is [Promised.Nothing].
///
/// Three lines: name and version, `TERM CANDIDATE` (the candidate's UTF-8 in hexadecimal), the SHA-256 of the lines before. Used by one thread at a time.
public final class PromiseFile {
    private static final String VERSION = "matriarch promise 1";
    private final Path file;

    public PromiseFile(StateDirectory directory) {
        this(directory.promise());
    }

    PromiseFile(Path file) {
        this.file = file;
    }

    /// What became of writing a promise.
    public sealed interface Written {
        record Durable() implements Written {}

        /// It may be on the disk or not. Nothing is said of it; [#read] tells what is there.
        record Failed(String reason) implements Written {}

        /// There is a higher one, or one of this term to somebody else.
        record Refused(Promised.To standing) implements Written {}

        Durable DURABLE = new Durable();
    }

    /// What the disk says. The directory is synced first: an agent that died between a rename and its sync must not build on what a power failure takes back.
    public Promised read() {
        try {
            SealedFile.syncDirectory(file);
            return parse(SealedFile.bytes(file));
        } catch (NoSuchFileException missing) {
            return file.toString().equals(missing.getFile()) ? Promised.NOTHING : new Promised.Unreadable(missing.toString());
        } catch (IOException trouble) {
            return new Promised.Unreadable(trouble.toString());
        }
    }

    /// Writes `promise` down, and never in the place of a higher one, whoever asks for it. A file that cannot be read is replaced: whether that may
    /// be is [io.matriarch.core.ha.promise.Voter]'s to say.
    public Written write(Promised.To promise) {
        if (text(promise).length > SealedFile.LONGEST) return new Written.Failed("the candidate's name is too long");
        if (read() instanceof Promised.To standing && forbids(standing, promise)) return new Written.Refused(standing);
        try {
            SealedFile.replace(file, text(promise));
        } catch (IOException trouble) {
            return new Written.Failed(trouble.toString());
        }
        return read().equals(promise) ? Written.DURABLE : new Written.Failed(file + " does not say what was written");
    }

    private static boolean forbids(Promised.To standing, Promised.To next) {
        return standing.term().isAfter(next.term()) || standing.term().equals(next.term()) && !standing.equals(next);
    }

    /// Strict: it has to be, byte for byte, what [#text] makes of its content.
    private static Promised parse(byte[] bytes) {
        try {
            var words = new String(bytes, StandardCharsets.UTF_8).split("[\n ]", -1);
            var candidate = new String(HexFormat.of().parseHex(words[4]), StandardCharsets.UTF_8);
            var promise = new Promised.To(new Term(Long.parseLong(words[3])), new MemberName(candidate));
            if (Arrays.equals(bytes, text(promise))) return promise;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            // what it is not is said below
        }
        return new Promised.Unreadable(bytes.length == 0 ? "the file is empty" : "the file is damaged, or of another version");
    }

    private static byte[] text(Promised.To promise) {
        var content = VERSION + "\n" + promise.term() + " " + HexFormat.of().formatHex(promise.candidate().value().getBytes(StandardCharsets.UTF_8)) + "\n";
        return SealedFile.sealed(content);
    }
}
