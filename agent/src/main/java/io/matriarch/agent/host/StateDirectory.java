package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/// The agent's own directory beside the data directory: `<data_dir>.matriarch/`, mode 0700. PostgreSQL never looks into it, and
/// swapping or renaming the data directory leaves it alone.
public record StateDirectory(Path dataDirectory) {
    /// `sun_path` has 108 bytes, and the guardian binds at `<socket>.new` first.
    static final int LONGEST_SOCKET_PATH = 100;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    public StateDirectory {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
    }

    public Path path() {
        return dataDirectory.resolveSibling(dataDirectory.getFileName() + ".matriarch");
    }

    public Path lockFile() {
        return path().resolve("agent.lock");
    }

    /// What this member has promised: see [PromiseFile].
    public Path promise() {
        return path().resolve("promise");
    }

    /// Up to where commits were acknowledged: see [HighWaterFile].
    public Path highWater() {
        return path().resolve("high-water");
    }

    /// The leases that this member has had in etcd: see [LeaseFile].
    public Path leases() {
        return path().resolve("leases");
    }

    /// There while a watchdog counts.
    public Path watchdogMark() {
        return path().resolve("watchdog");
    }

    /// Where decisions are written down, and what the guardian did by itself.
    public Path journal() {
        return path().resolve("journal");
    }

    /// Where the guardian of this data directory listens. A path too long for a Unix socket is answered with one in the temporary
    /// directory, named after the data directory, so that an agent that comes back finds it again.
    public Path guardianSocket() {
        var near = path().resolve("guardian.sock");
        return near.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH ? near
                : Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().resolve("matriarch-" + fingerprint()).resolve("guardian.sock");
    }

    /// Makes the directories of this state and of the socket, or checks that they are ours alone: somebody else's, a link or a
    /// group's is refused, because whoever can write there can talk to the guardian.
    public StateDirectory create() throws IOException {
        privateDirectory(path());
        privateDirectory(guardianSocket().getParent());
        privateDirectory(journal());
        return this;
    }

    private static void privateDirectory(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS))
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) throw new IOException(directory + " is not a directory");
        var owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(Files.getOwner(Path.of("/proc/self")))) throw new IOException(directory + " belongs to " + owner);
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
    }

    private String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(dataDirectory.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
