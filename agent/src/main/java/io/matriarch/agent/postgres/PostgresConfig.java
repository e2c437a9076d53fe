package io.matriarch.agent.postgres;

import io.matriarch.agent.disk.Watermarks;
import io.matriarch.agent.host.DiskShare;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.MemberName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The local YAML's `postgresql` and `bootstrap` sections, as far as this package needs them. Checked before it is built.
///
/// - `listenHosts`, `listenPort`: `postgresql.listen`; `connectAddress`: where peers reach this server.
/// - `configDir`: `postgresql.config_dir`, else `dataDir`.
/// - `programs`: `postgresql.bin_name`, e.g. `postgres -> postgres-15`; missing ones have their own name. Looked up in `binDir`, or in PATH when that is empty.
/// - `database`: `postgresql.database`, the one that the agent connects to.
/// - `section`: the whole `postgresql` section as written. Read from it: parameters, pg_hba, pg_ident, recovery_conf, custom_conf,
///   use_unix_socket, basebackup, pg_ctl_timeout, and everything that the dynamic configuration may also say.
/// - `guardian`: the program `matriarch-guardian`.
/// - `rebuilding`: `matriarch.set_aside_limit`, `rewind_unsaved`, `rebuild_keep_free`, `rebuild_patience` and the watermarks.
/// - `patience`: `matriarch.callback_timeout`, `pre_promote_timeout`, `before_stop_timeout`.
/// - `environment`: of the agent; the server gets it without what is the agent's own.
public record PostgresConfig(MemberName name, String scope, List<String> listenHosts, int listenPort, Endpoint connectAddress,
        Path dataDir, Path configDir, Path binDir, Map<String, String> programs, String database, Path pgpass,
        Credentials superuser, Credentials replication, Credentials rewind, Document section, Bootstrap bootstrap,
        Path guardian, Map<String, String> environment, Rebuilding rebuilding, Patience patience) {
    public PostgresConfig {
        listenHosts = List.copyOf(listenHosts);
        programs = Map.copyOf(programs);
        environment = Map.copyOf(environment);
    }

    /// How a new cluster begins. `initdb` are options without dashes (`data-checksums`, `locale=C`), as the YAML list or map says them.
    /// `pgHba` are lines for pg_hba.conf where `postgresql.pg_hba` says nothing. `postInit` is the words of `post_bootstrap` or
    /// `post_init`, empty when there is none; it gets a connection string as its last argument.
    public record Bootstrap(List<String> initdb, List<String> pgHba, List<String> postInit, Way way) {
        public static final Bootstrap NONE = new Bootstrap(List.of(), List.of(), List.of());

        /// By initdb.
        public Bootstrap(List<String> initdb, List<String> pgHba, List<String> postInit) {
            this(initdb, pgHba, postInit, Way.INITDB);
        }

        public Bootstrap {
            initdb = List.copyOf(initdb);
            pgHba = List.copyOf(pgHba);
            postInit = List.copyOf(postInit);
        }
    }

    /// `bootstrap.method`.
    public sealed interface Way {
        record Initdb() implements Way {}

        record Own(OwnMethod method) implements Way {}

        Initdb INITDB = new Initdb();
    }

    /// How this copy is rebuilt: how much of the disk may be taken by what was set aside, whether the operator waives that the WAL of a lost fork is
    /// saved before a rewind, how much of the disk stays free of a copy or of saved WAL, and how long a program may get nowhere before it is ended.
    /// `watermarks` say when room is scarce, for people.
    public record Rebuilding(DiskShare limit, boolean waived, DiskShare keepFree, Duration patience, Watermarks watermarks) {
        public Rebuilding(DiskShare limit, boolean waived, DiskShare keepFree, Duration patience) {
            this(limit, waived, keepFree, patience, Watermarks.DEFAULT);
        }
    }

    /// How long the operator's scripts may take.
    public record Patience(Duration callback, Duration prePromote, Duration beforeStop) {
        public static final Patience DEFAULT = new Patience(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    /// The same but for how a new cluster begins.
    PostgresConfig with(Bootstrap other) {
        return new PostgresConfig(name, scope, listenHosts, listenPort, connectAddress, dataDir, configDir, binDir, programs, database, pgpass, superuser, replication, rewind, section, other,
                guardian, environment, rebuilding, patience);
    }

    /// The same but for what else its section says.
    PostgresConfig with(Document more) {
        return new PostgresConfig(name, scope, listenHosts, listenPort, connectAddress, dataDir, configDir, binDir, programs, database, pgpass, superuser, replication, rewind, section.patched(more),
                bootstrap, guardian, environment, rebuilding, patience);
    }

    /// The same but for where its configuration files are.
    PostgresConfig withConfigDirectory(Path other) {
        return new PostgresConfig(name, scope, listenHosts, listenPort, connectAddress, dataDir, other, binDir, programs, database, pgpass, superuser, replication, rewind, section,
                bootstrap, guardian, environment, rebuilding, patience);
    }

    /// The same but for how it is rebuilt.
    PostgresConfig with(Rebuilding other) {
        return new PostgresConfig(name, scope, listenHosts, listenPort, connectAddress, dataDir, configDir, binDir, programs, database, pgpass, superuser, replication, rewind, section, bootstrap,
                guardian, environment, other, patience);
    }

    /// Who reads files for pg_rewind: the rewind role, or the superuser when none is configured.
    Credentials rewinder() {
        return rewind.given() ? rewind : superuser;
    }

    /// How long a start may go without an answer before it counts as failed (`pg_ctl_timeout`, seconds).
    Duration startPatience() {
        return Duration.ofSeconds(section.number("pg_ctl_timeout", 60));
    }

    /// The environment's content may be secret.
    @Override
    public String toString() {
        return "PostgresConfig[" + name + ", " + dataDir + ", " + superuser + ", " + replication + ", " + rewind + "]";
    }
}
