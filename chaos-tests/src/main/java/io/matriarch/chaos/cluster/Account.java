package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;

/// The ordinary user that runs everything: PostgreSQL refuses root.
///
/// @param switched whether a process must be moved to this user (we are root), or already runs as it
public record Account(String name, int uid, int gid, String home, boolean switched) {

    /// The user of that name, as `/etc/passwd` has it.
    public static Account named(String name) {
        try (var lines = Files.lines(Path.of("/etc/passwd"))) {
            var fields = lines.map(line -> line.split(":", -1)).filter(f -> f[0].equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such user: " + name + " (choose one with -Dchaos.user=NAME)"));
            return new Account(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[5], root());
        } catch (IOException unreadable) {
            throw new IllegalStateException("/etc/passwd cannot be read", unreadable);
        }
    }

    /// Whether this test itself runs as root.
    public static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    List<String> prefix() {
        return switched
                ? List.of("setpriv", "--reuid", Integer.toString(uid), "--regid", Integer.toString(gid), "--clear-groups")
                : List.of();
    }

    void give(Path path) throws IOException {
        if (switched) {
            UserPrincipal owner = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
            Files.setOwner(path, owner);
        }
    }
}
