package io.matriarch.agent.config;

import io.matriarch.core.view.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `postgresql` and what of `bootstrap` concerns the server. Paths are absolute.
///
/// `proxyAddress` is [HostPort] text or empty; `customConf` is empty when the base configuration is included. `basebackup` and `initdb` are
/// options without dashes (`data-checksums`, `locale=C`), `postInit` the words of a command that is empty when there is none. `hba` and `ident` are empty when the files are left alone. `local` is the whole section without
/// `authentication`, as the dynamic configuration is laid over and under it.
public record PostgresSection(Listen listen, HostPort connectAddress, String proxyAddress, Path dataDirectory, Path configDirectory,
        String configBaseName, Programs programs, String database, Path pgpass, String customConf, boolean unixSocket, boolean unixSocketForReplication,
        Duration controlTimeout, Login superuser, Login replication, Login rewind, Map<String, String> parameters, Map<String, String> recovery,
        List<String> hba, List<String> ident, List<String> basebackup, List<String> initdb, List<String> postInit, BootstrapMethod method,
        Divergence divergence, Document local) {
    public PostgresSection {
        parameters = Map.copyOf(parameters);
        recovery = Map.copyOf(recovery);
        hba = List.copyOf(hba);
        ident = List.copyOf(ident);
        basebackup = List.copyOf(basebackup);
        initdb = List.copyOf(initdb);
        postInit = List.copyOf(postInit);
    }

    /// `bootstrap.method`, and the section of its name.
    public record BootstrapMethod(String name, Document section) {
        public boolean initdb() {
            return name.equals("initdb");
        }
    }

    /// What may be done with a data directory whose history is not the leader's.
    public record Divergence(boolean rewind, boolean cloneWhenRewindFails, boolean cloneWhenDiverged) {}

    /// What the member key says: `postgres://host:port/database`.
    public String connUrl() {
        return "postgres://" + connectAddress + "/" + database;
    }
}
