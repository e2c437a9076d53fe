package io.matriarch.agent.config;

import static io.matriarch.agent.config.Key.key;
import static io.matriarch.agent.config.Key.noEffect;
import static io.matriarch.agent.config.Key.notYet;
import static io.matriarch.agent.config.Key.refused;

import io.matriarch.agent.config.Kind.Address;
import io.matriarch.agent.config.Kind.Addresses;
import io.matriarch.agent.config.Kind.Anything;
import io.matriarch.agent.config.Kind.Command;
import io.matriarch.agent.config.Kind.FileMode;
import io.matriarch.agent.config.Kind.Flag;
import io.matriarch.agent.config.Kind.Hidden;
import io.matriarch.agent.config.Kind.Lines;
import io.matriarch.agent.config.Kind.Name;
import io.matriarch.agent.config.Kind.OneOf;
import io.matriarch.agent.config.Kind.Options;
import io.matriarch.agent.config.Kind.Path;
import io.matriarch.agent.config.Kind.Scope;
import io.matriarch.agent.config.Kind.Size;
import io.matriarch.agent.config.Kind.Text;
import io.matriarch.agent.config.Kind.Texts;
import io.matriarch.agent.config.Kind.Truth;
import io.matriarch.agent.config.Kind.Urls;
import io.matriarch.agent.config.Kind.Whole;
import io.matriarch.agent.config.Kind.Words;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Every key that Patroni's local YAML knows, what it may be and what this agent does with it: the checks, the warnings and
/// `docs/configuration.md` come from this table.
///
/// A table, so it is as long as there are keys.
final class KnownKeys {
    static final String REQUIRED = "required";
    private static final Whole COUNT = new Whole(0, Integer.MAX_VALUE);
    private static final Whole SECONDS = new Whole(1, 86_400);
    private static final OneOf LEVEL = new OneOf(List.of("critical", "error", "warning", "warn", "info", "debug", "trace", "notset"));

    private static final OneOf SYNCHRONOUS = new OneOf(List.of("true", "false", "on", "off", "yes", "no", "1", "0", "quorum"));

    private KnownKeys() {}

    private static final List<Key> TOP = List.of(
            key("name", new Name(), REQUIRED, "The member's name, unique in its cluster.").onRestart(),
            key("scope", new Scope(), REQUIRED, "The cluster's name; also PostgreSQL's cluster_name.").onRestart(),
            key("namespace", new Text(), "service", "The etcd keys are under /namespace/scope/.").onRestart(),
            noEffect("thread_pool_size", COUNT, "the threads of this agent are few and fixed"),
            noEffect("thread_stack_size", COUNT, "the threads of this agent are few and fixed"),
            refused("citus", "Citus clusters are not supported; take the section away"),
            refused("standby_cluster", "belongs under bootstrap.dcs, and later into the dynamic configuration: here it would have no effect, as in Patroni, and this node would start a primary of its own"),
            noEffect("ttl", COUNT, "belongs under bootstrap.dcs, and later into the dynamic configuration"),
            noEffect("loop_wait", COUNT, "belongs under bootstrap.dcs, and later into the dynamic configuration"),
            noEffect("retry_timeout", COUNT, "belongs under bootstrap.dcs, and later into the dynamic configuration"));

    private static final List<Key> LOG = List.of(
            key("log.type", new OneOf(List.of("plain", "json")), "plain", "Lines for people, or one JSON object a line."),
            key("log.level", LEVEL, "INFO", "Only events of at least this weight are written."),
            key("log.format", new Text(), LogSection.DEFAULT_FORMAT, "Line format; asctime, levelname, message, name, threadName and process are known."),
            key("log.dateformat", new Text(), "2026-11-21 14:02:11,402", "The shape of asctime in strftime's letters, such as %Y-%m-%d %H:%M:%S %z; JSON lines have ISO times in UTC."),
            key("log.static_fields", new Words(), "none", "Fixed fields of every JSON line."),
            key("log.dir", new Path(), "standard error", "Write `matriarch.log` in this directory instead of standard error."),
            key("log.file_num", COUNT, "4", "How many old log files are kept."),
            key("log.file_size", new Whole(1024, Integer.MAX_VALUE), "25000000", "Bytes after which the log file is changed."),
            key("log.mode", new FileMode(), "0600", "File mode of the log file."),
            key("log.loggers", new Words(), "none", "Levels of single loggers: name: level."),
            noEffect("log.traceback_level", LEVEL, "stack traces are written for bugs only"),
            noEffect("log.max_queue_size", COUNT, "the log is written at once"),
            noEffect("log.deduplicate_heartbeat_logs", new Truth(), "the log says only what changed anyway"));

    private static final List<Key> REST = List.of(
            key("restapi.listen", new Address(), REQUIRED, "Where the REST API listens; the port is 8008 when missing.").onRestart(),
            key("restapi.connect_address", new Address(), "restapi.listen", "How peers and clients reach it; required when listen is a wildcard.").onRestart(),
            key("restapi.authentication.username", new Text(), "none", "Basic authentication of the unsafe methods.").onRestart(),
            key("restapi.authentication.password", new Hidden(), "none", "Its password.").onRestart(),
            key("restapi.certfile", new Path(), "none", "PEM certificate: turns TLS on. When the file changes it is used for new connections, within seconds.").onRestart(),
            key("restapi.keyfile", new Path(), "certfile", "PEM key of the certificate.").onRestart(),
            key("restapi.keyfile_password", new Hidden(), "none", "Password of that key, where it is encrypted (PKCS #8, as openssl writes it).").onRestart(),
            key("restapi.cafile", new Path(), "none", "PEM authorities that client certificates must come from.").onRestart(),
            key("restapi.ciphers", new Text(), "the JDK's", "Cipher suites by OpenSSL's or the standards' names, with colons between; OpenSSL's words for kinds of suites (HIGH, !aNULL) are refused.").onRestart(),
            key("restapi.verify_client", new OneOf(List.of("none", "optional", "required")), "none", "Whether clients must show a certificate.").onRestart(),
            key("restapi.allowlist", new Texts(), "everybody", "Who may use unsafe methods: addresses, networks, host names.").onRestart(),
            key("restapi.allowlist_include_members", new Truth(), "false", "The members may use unsafe methods, and besides them only who is in the allowlist.").onRestart(),
            key("restapi.http_extra_headers", new Words(), "none", "Headers of every answer to GET and the unsafe methods; not those that belong to HTTP itself, such as Content-Length.").onRestart(),
            key("restapi.https_extra_headers", new Words(), "none", "The same under TLS, over those.").onRestart(),
            key("restapi.server_tokens", new OneOf(List.of("original", "productonly", "minimal")), "original", "The Server header: none, `Patroni`, or `Patroni/` and the version of its interface.").onRestart(),
            noEffect("restapi.request_queue_size", COUNT, "the server sizes its queue itself"),
            noEffect("restapi.thread_pool_size", COUNT, "the server needs no pool"));

    private static final List<Key> CTL = List.of(
            key("ctl.certfile", new Path(), "restapi.certfile", "PEM certificate that the agent shows to its peers, and `bin/matriarch` to all agents.").onRestart(),
            key("ctl.keyfile", new Path(), "ctl.certfile", "PEM key of that certificate.").onRestart(),
            key("ctl.keyfile_password", new Hidden(), "restapi.keyfile_password", "Password of that key.").onRestart(),
            key("ctl.cacert", new Path(), "restapi.cafile", "PEM authorities that `bin/matriarch` trusts in https."),
            key("ctl.insecure", new Truth(), "false", "`bin/matriarch` takes any certificate in https."),
            key("ctl.authentication.username", new Text(), "restapi.authentication", "What the agent says to peers that ask for a user (`POST /failsafe`). `bin/matriarch` only reads, and reading needs none.").onRestart(),
            key("ctl.authentication.password", new Hidden(), "none", "Its password.").onRestart());

    private static final List<Key> ETCD = List.of(
            key("etcd3.hosts", new Urls(), "one of host, hosts, url, srv", "The etcd members, as a list or with commas.").onRestart(),
            key("etcd3.host", new Urls(), "one of host, hosts, url, srv", "One etcd member.").onRestart(),
            key("etcd3.url", new Urls(), "one of host, hosts, url, srv", "One etcd member as a URL.").onRestart(),
            key("etcd3.proxy", new Urls(), "none", "An etcd proxy; read like url. Beside it srv is not asked for.").onRestart(),
            key("etcd3.port", new Whole(1, 65_535), "2379", "Port of hosts that name none.").onRestart(),
            key("etcd3.protocol", new OneOf(List.of("http", "https")), "http", "Protocol of hosts that name none.").onRestart(),
            key("etcd3.username", new Text(), "none", "etcd user.").onRestart(),
            key("etcd3.password", new Hidden(), "none", "Its password.").onRestart(),
            key("etcd3.cacert", new Path(), "none", "PEM authorities of etcd's certificates.").onRestart(),
            key("etcd3.cert", new Path(), "none", "PEM client certificate.").onRestart(),
            key("etcd3.key", new Path(), "none", "PEM key of the client certificate.").onRestart(),
            noEffect("etcd3.use_proxies", new Truth(), "members are not asked for others, so every address is used as it is"),
            key("etcd3.srv", new Text(), "DNS is not asked", "The domain whose SRV records name the members: the first of _etcd-client-ssl._tcp, _etcd-client._tcp, _etcd-ssl._tcp and _etcd._tcp that has any; -ssl means TLS, and with protocol: https, cacert or cert no other counts. Asked for at the start, and every 2 s while no member answers. Members that are listed, too, are used until DNS names some.").onRestart(),
            key("etcd3.discovery_srv", new Text(), "srv", "Another word for srv.").onRestart(),
            key("etcd3.srv_domain", new Text(), "srv", "Another word for srv.").onRestart(),
            key("etcd3.srv_suffix", new Text(), "none", "Tells the etcd clusters of a domain apart: with red, _etcd-client-ssl-red._tcp is asked for, and so on.").onRestart());

    private static final List<Key> BOOTSTRAP = List.of(
            key("bootstrap.dcs", new Anything(), "{}", "The dynamic configuration that a new cluster starts with; later changes go to PATCH /config."),
            key("bootstrap.dcs.ttl", new Whole(1, 3600), "10", "Seconds that the leader's lease lives: 5 to 300."),
            key("bootstrap.dcs.loop_wait", new Whole(1, 3600), "2", "Seconds between two looks when nothing happens."),
            key("bootstrap.dcs.retry_timeout", new Whole(1, 3600), "3", "Held to loop_wait + 2 * retry_timeout <= ttl; one try's time follows from ttl."),
            key("bootstrap.dcs.pause", new Truth(), "false", "Hands off: nothing is started, stopped or promoted."),
            key("bootstrap.dcs.maximum_lag_on_failover", new Whole(0, Long.MAX_VALUE), "1048576", "A standby further behind than this many bytes is not promoted."),
            key("bootstrap.dcs.primary_start_timeout", COUNT, "300", "Seconds that a crashed primary may try to come back; 0 means fail over at once."),
            key("bootstrap.dcs.master_start_timeout", COUNT, "primary_start_timeout", "Patroni's old word for it."),
            key("bootstrap.dcs.primary_stop_timeout", COUNT, "0", "Seconds that a primary may take to stop in a synchronous mode, its checkpoint and `before_stop` with it, before it is killed so that another can lead. 0: it has no limit of its own (a fast stop has a minute)."),
            key("bootstrap.dcs.master_stop_timeout", COUNT, "primary_stop_timeout", "Patroni's old word for it."),
            noEffect("bootstrap.dcs.max_timelines_history", COUNT, "all rows of the timeline history are kept: whose WAL counts in an election is told by them"),
            noEffect("bootstrap.dcs.check_timeline", new Truth(), "a candidate must always be on the newest timeline"),
            key("bootstrap.dcs.postgresql", new Anything(), "{}", "What the `postgresql` section may say for all members: parameters, pg_hba, use_slots, use_pg_rewind ..."),
            key("bootstrap.dcs.postgresql.use_slots", new Truth(), "true", "Every member gets a physical slot on the leader."),
            key("bootstrap.dcs.synchronous_mode", SYNCHRONOUS, "off", "on: a commit waits for synchronous_node_count chosen standbys; quorum: for so many of all that are fit. docs/safety.md has the promises."),
            key("bootstrap.dcs.synchronous_mode_strict", new Truth(), "false", "Commits wait while no standby is fit; otherwise they then go on alone, and only this primary may lead until one is fit again."),
            key("bootstrap.dcs.synchronous_node_count", COUNT, "1", "How many standbys have a commit before its client hears of it; fewer when fewer are fit."),
            key("bootstrap.dcs.maximum_lag_on_syncnode", new Whole(-1, Long.MAX_VALUE), "-1", "A standby further behind than this many bytes is not waited for; 0 and less bind nothing."),
            notYet("bootstrap.dcs.primary_race_backoff", COUNT, "waiting before the race"),
            key("bootstrap.dcs.failsafe_mode", new Truth(), "false", "While etcd does not answer, the primary goes on as long as every member that it knew of confirms it (docs/safety.md)."),
            key("bootstrap.dcs.member_slots_ttl", new Text(), "30min", "Every member that may lead keeps a slot for each other one, and for one that has gone for so long; 0: only the leader does, and for ever."),
            key("bootstrap.dcs.matriarch", new Anything(), "{}", "What Patroni has no word for, for all members: the keys below."),
            key("bootstrap.dcs.matriarch.crash_budget", new Whole(0, 20), "3", "A primary that crashes this often in crash_budget_span hands over to a fit standby, although it could be started; 0 means never."),
            key("bootstrap.dcs.matriarch.crash_budget_span", SECONDS, "300", "Seconds."),
            key("bootstrap.dcs.matriarch.disk_patience", new Whole(0, 86_400), "60", "Seconds that a disk may be full, read-only, failing or hung before its server leads no more, while another member could; 0 means that disks decide nothing."),
            key("bootstrap.dcs.matriarch.fast_failover", new Truth(), "false", "With synchronous_mode quorum: voters that have all lost the primary take the lead over without waiting for its lease. docs/safety.md says what is weaker then."),
            key("bootstrap.dcs.matriarch.failover_budget", new Whole(0, 20), "0", "After this many changes of the leader that nobody asked for, in failover_budget_span, the next waits for POST /failover or for time to pass; 0 means that none waits."),
            key("bootstrap.dcs.matriarch.failover_budget_span", SECONDS, "600", "Seconds."),
            key("bootstrap.dcs.slots", new Anything(), "{}", "Permanent slots by name, each with type physical (and cluster_type), or logical with database and plugin (wal_level must be logical). One that is taken out is dropped."),
            key("bootstrap.dcs.permanent_slots", new Anything(), "slots", "Another word for slots."),
            key("bootstrap.dcs.permanent_replication_slots", new Anything(), "slots", "Another word for slots."),
            key("bootstrap.dcs.ignore_slots", new Anything(), "[]", "Slots that are never dropped: a list of maps with any of name, type, database, plugin. A slot that nobody speaks of is not dropped anyway."),
            key("bootstrap.dcs.standby_cluster", new Anything(), "none", "This cluster follows another one: the holder of its lock is a standby of that. In force when it names a host, a port or a restore_command (docs/operations.md)."),
            key("bootstrap.dcs.standby_cluster.host", new Text(), "none", "Where the other cluster's primary is; of several hosts, with commas between them, the one that takes writes."),
            key("bootstrap.dcs.standby_cluster.port", new Whole(1, 65_535), "5432", "Its port, one for all hosts."),
            key("bootstrap.dcs.standby_cluster.primary_slot_name", new Text(), "none", "The slot there that this cluster's leader receives by. It has to exist: nothing is made there."),
            key("bootstrap.dcs.standby_cluster.restore_command", new Text(), "none", "How members get WAL from an archive; alone, without a host, nothing is streamed, and a new cluster is made by a method with `no_leader`."),
            key("bootstrap.dcs.standby_cluster.archive_cleanup_command", new Text(), "none", "As in PostgreSQL, on all members."),
            key("bootstrap.dcs.standby_cluster.recovery_min_apply_delay", new Text(), "none", "As in PostgreSQL, on all members."),
            key("bootstrap.dcs.standby_cluster.create_replica_methods", new Texts(), "basebackup", "How members make their copies in a standby cluster, in place of `postgresql.create_replica_methods`; the methods' sections are under `postgresql` as ever."),
            key("bootstrap.initdb", new Options(), "none", "Options of initdb: a list of words and name: value."),
            key("bootstrap.pg_hba", new Lines(), "none", "Lines of pg_hba.conf when postgresql.pg_hba is not given."),
            key("bootstrap.post_bootstrap", new Command(), "none", "A program that runs once on the new cluster; its last argument is a connection string."),
            key("bootstrap.post_init", new Command(), "none", "Another word for post_bootstrap."),
            key("bootstrap.method", new Text(), "initdb", "How a new cluster is made: initdb, or the name of a section under `bootstrap` whose `command` makes the data directory, from a backup say. docs/operations.md, \"A cluster from a backup\"."),
            noEffect("bootstrap.users", new Anything(), "Patroni 4 dropped it; create users by SQL"));

    private static final List<Key> POSTGRES = List.of(
            key("postgresql.listen", new Addresses(), REQUIRED, "Where PostgreSQL listens; the port is 5432 when missing.").onRestart(),
            key("postgresql.connect_address", new Address(), "postgresql.listen", "How peers and clients reach it; required when listen is a wildcard.").onRestart(),
            key("postgresql.proxy_address", new Address(), "none", "A connection pool before it, published to clients.").onRestart(),
            key("postgresql.data_dir", new Path(), REQUIRED, "The data directory. The agent's own state lives beside it in `<data_dir>.matriarch`.").onRestart(),
            key("postgresql.config_dir", new Path(), "data_dir", "Where postgresql.conf and pg_hba.conf are.").onRestart(),
            key("postgresql.config_base_name", new Text(), "postgresql", "The name of postgresql.conf without .conf.").onRestart(),
            key("postgresql.bin_dir", new Path(), "found by PATH", "Where postgres, initdb, pg_ctl, pg_basebackup and pg_rewind are.").onRestart(),
            key("postgresql.database", new Text(), "postgres", "The database that the agent connects to.").onRestart(),
            key("postgresql.pgpass", new Path(), "~/pgpass", "A file that the agent writes passwords to, for PostgreSQL's own programs.").onRestart(),
            key("postgresql.custom_conf", new Path(), "postgresql.base.conf", "A file that the generated postgresql.conf includes."),
            key("postgresql.use_unix_socket", new Truth(), "false", "The agent connects by Unix socket."),
            key("postgresql.use_unix_socket_repl", new Truth(), "false", "The agent makes its replication connections to its own server by Unix socket, and by TCP where that fails. It makes them to ask a standby that does not stream for its timeline."),
            key("postgresql.pg_ctl_timeout", SECONDS, "60", "Seconds that the start of a standby is waited for."),
            key("postgresql.use_pg_rewind", new Truth(), "false", "A diverged former primary is rewound instead of cloned anew."),
            key("postgresql.parameters", new Words(), "none", "Server parameters of this node."),
            key("postgresql.pg_hba", new Lines(), "none", "All lines of pg_hba.conf."),
            key("postgresql.pg_ident", new Lines(), "none", "All lines of pg_ident.conf."),
            key("postgresql.basebackup", new Options(), "none", "More options of pg_basebackup."),
            key("postgresql.recovery_conf", new Words(), "none", "Recovery parameters, such as restore_command."),
            noEffect("postgresql.remove_data_directory_on_rewind_failure", new Truth(), "after a failed rewind it always clones anew and sets the old directory aside"),
            noEffect("postgresql.remove_data_directory_on_diverged_timelines", new Truth(), "without use_pg_rewind it always clones anew and sets the old directory aside"),
            noEffect("postgresql.use_slots", new Truth(), "belongs into the dynamic configuration: bootstrap.dcs.postgresql.use_slots"),
            callback("on_start", "after the server has started in the role that it had"),
            callback("on_stop", "after the server has stopped, also when it crashed or was ended for its lease"),
            callback("on_restart", "after a restart that was asked for, in place of on_stop and on_start"),
            callback("on_reload", "after the server was told to read its configuration again; it has a slot of its own"),
            callback("on_role_change", "after a promotion, or the start in another role, in place of on_start and on_restart"),
            key("postgresql.create_replica_methods", new Texts(), "basebackup", "How a copy is made, tried in this order: basebackup, or the names of sections under `postgresql` with a `command` each. One with `no_leader` is also used while nobody leads. docs/operations.md, \"Copies by your own script\"."),
            key("postgresql.create_replica_method", new Texts(), "create_replica_methods", "Patroni's old word for it."),
            key("postgresql.pre_promote", new Command(), "none", "Runs before a promotion. When it fails, or takes longer than matriarch.pre_promote_timeout, nothing is promoted: the lock is let go, and this member waits for a ttl before it tries again."),
            key("postgresql.before_stop", new Command(), "none", "Runs before the server is stopped in good order, whatever it answers."),
            key("postgresql.krbsrvname", new Text(), "libpq's (postgres)", "The Kerberos name of the servers, for standbys, pg_basebackup and pg_rewind. The agent's own connections do not speak Kerberos: its roles need another way in besides."),
            key("postgresql.rewind", new Options(), "none", "More options of pg_rewind: restore-target-wal, no-sync, sync-method, debug."));

    private static final List<Key> REST_OF_IT = List.of(
            key("watchdog.mode", new OneOf(List.of("off", "false", "disable", "disabled", "auto", "automatic", "require", "required")), "automatic",
                    "Whether the machine's watchdog is armed while this node may be primary: automatic uses it when it works; with required this node leads only while it does.").onRestart(),
            key("watchdog.device", new Path(), "/dev/watchdog", "The watchdog; the agent's user must be allowed to write to it.").onRestart(),
            key("watchdog.safety_margin", new Whole(-1, 300), "5", "Its timeout is ttl less so many seconds (-1: half the ttl), raised so that the server has a second to stop in good order, cut so that it ends before another node may lead.").onRestart(),
            key("watchdog.driver", new OneOf(List.of("default", "testing")), "default", "testing: the device is a named pipe or a file that records the pings.").onRestart(),
            key("tags", new Anything(), "none", "What the operator wants of this member; own tags are published, too."),
            key("tags.nofailover", new Flag(), "false", "Never to be promoted."),
            key("tags.failover_priority", new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "1", "The highest of those that may lead goes first. Where commits are not synchronous and it lacks WAL that another has, no more than maximum_lag_on_failover, it streams that first; the other waits for that up to ttl/2, at most 5 s, and then leads itself. 0 or less is nofailover."),
            key("tags.noloadbalance", new Flag(), "false", "GET /replica answers 503."),
            key("tags.clonefrom", new Flag(), "false", "A new copy is taken from a standby with this tag that streams, and from the leader when there is none."),
            key("tags.nosync", new Flag(), "false", "In a synchronous mode no commit waits for it, and it does not lead unless an operator names it."),
            key("tags.sync_priority", new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "1", "With synchronous_mode on the highest are chosen first; 0 or less is nosync."),
            key("tags.replicatefrom", new Text(), "none", "The standby to receive from instead of the leader; while that is not fit, the leader is followed. No commit waits for a member that receives from a standby."),
            key("tags.nostream", new Truth(), "false", "It receives from nobody, and lives on restore_command alone; it has no slot on the leader."),
            notYet("matriarch.state_dir", new Path(), "another place for the agent's own state; it is in <data_dir>.matriarch"),
            key("matriarch.journal_size", new Whole(65_536, 1L << 40), "10000000", "Bytes after which another file of the journal of decisions is begun.").onRestart(),
            key("matriarch.journal_files", new Whole(1, 1000), "4", "How many files of the journal are kept in `<data_dir>.matriarch/journal/`.").onRestart(),
            key("matriarch.set_aside_limit", new Size(), "20%", "What old data directories and the WAL of lost forks in `<data_dir>.matriarch/` may take: the oldest is removed, never the newest of a kind."),
            key("matriarch.rewind_unsaved", new Truth(), "false", "Rewind also when the WAL that only this node has cannot be saved; otherwise it is cloned anew and the old directory kept."),
            key("matriarch.rebuild_keep_free", new Size(), "64MB", "How much of the disk stays free of a clone and of saved WAL: one that has no room beside it is not begun."),
            key("matriarch.rebuild_patience", new Whole(10, 86_400), "600", "Seconds after which a rewind or a clone that has moved nothing is ended. It may wait so long for the source's checkpoint."),
            key("matriarch.disk_low", new Size(), "10%", "Less free than this on a file system of the server raises matriarch_disk_low and one line in the log, until half as much again is free."),
            key("matriarch.wal_high", new Size(), "50%", "More than this taken by pg_wal raises matriarch_pg_wal_high; a share is one of the file system."),
            key("matriarch.callback_timeout", SECONDS, "3600", "Seconds after which a callback is ended."),
            key("matriarch.pre_promote_timeout", SECONDS, "60", "Seconds after which pre_promote is ended, which counts as its failure."),
            key("matriarch.before_stop_timeout", SECONDS, "30", "Seconds after which before_stop is ended; sooner when the server has been ended for its lease meanwhile."),
            key("matriarch.peer_patience", new Whole(10, 60_000), "1000", "Milliseconds that peers have to answer in a leader race.").onRestart());

    private static final List<String> OTHER_STORES = List.of("etcd", "consul", "zookeeper", "exhibitor", "kubernetes", "raft");

    static final List<Key> ALL = Stream.of(TOP.stream(), REST.stream(), ETCD.stream(), BOOTSTRAP.stream(), POSTGRES.stream(),
            logins(), programs(), REST_OF_IT.stream(), LOG.stream(), CTL.stream(), otherStores()).flatMap(s -> s).toList();
    private static final Map<String, Key> BY_PATH = byPath();
    private static final Set<String> SECTIONS = sections();

    static Optional<Key> find(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /// A key that has known keys below it.
    static boolean section(String path) {
        return SECTIONS.contains(path);
    }

    /// What may stand directly under `parent` ("" is the top).
    static List<String> under(String parent) {
        return Stream.concat(BY_PATH.keySet().stream(), SECTIONS.stream()).filter(p -> !p.isEmpty() && parentOf(p).equals(parent))
                .map(p -> p.substring(parent.isEmpty() ? 0 : parent.length() + 1)).distinct().sorted().toList();
    }

    private static Stream<Key> logins() {
        return Stream.of("superuser", "replication", "rewind").flatMap(who -> {
            var at = "postgresql.authentication." + who + ".";
            var otherwise = switch (who) {
                case "superuser" -> "the operating system's user";
                case "replication" -> REQUIRED;
                case String _ -> "the superuser";
            };
            var first = Stream.of(key(at + "username", new Text(), otherwise, "Role for " + purpose(who) + "."),
                    key(at + "password", new Hidden(), "none", "Its password."), key(at + "sslpassword", new Hidden(), "none", "Password of its key."));
            return Stream.concat(first, Login.CONNECTION_WORDS.stream().map(word -> key(at + word, new Text(), "libpq's", "As in libpq.")));
        });
    }

    private static String purpose(String who) {
        return switch (who) {
            case "superuser" -> "the agent's own work";
            case "replication" -> "streaming and base backups";
            case String _ -> "pg_rewind";
        };
    }

    private static Key callback(String event, String when) {
        return key("postgresql.callbacks." + event, new Command(), "none", "Runs as `<command> %s <role> <cluster>` %s. The next callback ends the one that runs.".formatted(event, when));
    }

    private static Stream<Key> programs() {
        return Programs.NAMES.stream().map(name -> key("postgresql.bin_name." + name, new Text(), name, "Another name of " + name + ".").onRestart());
    }

    private static Stream<Key> otherStores() {
        return OTHER_STORES.stream().map(store -> refused(store, store.equals("etcd") ? "is etcd's old v2 API; rename the section to etcd3 (the data is separate)"
                : "only etcd (section etcd3) is supported"));
    }

    private static Map<String, Key> byPath() {
        var map = new HashMap<String, Key>();
        ALL.forEach(key -> map.put(key.path(), key));
        return Map.copyOf(map);
    }

    private static Set<String> sections() {
        var sections = new HashSet<String>();
        for (var key : ALL)
            for (var parent = key.parent(); !parent.isEmpty(); parent = parentOf(parent)) sections.add(parent);
        return Set.copyOf(sections);
    }

    private static String parentOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
