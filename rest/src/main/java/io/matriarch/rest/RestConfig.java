package io.matriarch.rest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where and how to serve HTTP (the `restapi` section).
///
/// `host` is an address or `*` for all of them; port 0 takes any free port (tests). `version` is the Patroni level we publish as
/// `patroni.version`, dotted integers: Patroni's tools parse it, our own version is elsewhere. `headers` are put on every answer that has headers.
public record RestConfig(String host, int port, String version, Access access, Tls tls, Limits limits, Allowed allowed, Map<String, String> headers) {
    public RestConfig {
        headers = Map.copyOf(headers);
    }

    /// Open to every address, without headers of the operator's own.
    public RestConfig(String host, int port, String version, Access access, Tls tls, Limits limits) {
        this(host, port, version, access, tls, limits, Allowed.EVERYBODY, Map.of());
    }

    /// With one header more, whatever else was said of it.
    public RestConfig with(String header, String value) {
        var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(header, value);
        return new RestConfig(host, port, version, access, tls, limits, allowed, more);
    }

    /// From which addresses something may be changed (`allowlist`, `allowlist_include_members`): `entries` are addresses, networks and host names.
    public record Allowed(List<String> entries, boolean members) {
        public static final Allowed EVERYBODY = new Allowed(List.of(), false);

        public Allowed {
            entries = List.copyOf(entries);
        }
    }


    /// Who may change something. Reading is open, as in Patroni.
    public sealed interface Access {
        record Open() implements Access {}

        /// `restapi.authentication`: HTTP Basic on POST, PUT, PATCH and DELETE.
        record Basic(String user, String password) implements Access {
            @Override
            public String toString() {
                return "Basic[user=" + user + ", password=***]";
            }
        }

        Open OPEN = new Open();
    }

    public sealed interface Tls {
        record Off() implements Tls {}

        /// PEM files. Without a CA no client certificate can be asked for. `ciphers` are words of `restapi.ciphers` ([Ciphers]); none leaves the choice to the JDK.
        record Files(Path certificate, Path key, KeyPassword password, String ciphers, Clients clients) implements Tls {
            public Files(Path certificate, Path key, Clients clients) {
                this(certificate, key, KeyPassword.NONE, "", clients);
            }
        }

        Off OFF = new Off();
    }

    /// The password of an encrypted key; empty for one that is not.
    public record KeyPassword(String text) {
        public static final KeyPassword NONE = new KeyPassword("");

        @Override
        public String toString() {
            return text.isEmpty() ? "" : "***";
        }
    }

    /// Client certificates (`verify_client`, `cafile`). With either of the last two, changing something needs one.
    public sealed interface Clients {
        record Unchecked() implements Clients {}

        record Optional(Path ca) implements Clients {}

        record Required(Path ca) implements Clients {}

        Unchecked UNCHECKED = new Unchecked();
    }

    /// `idle` ends a connection on which nothing happens, `body` is how long a request body may take to arrive whole,
    /// `bodyBytes` how large it may be.
    public record Limits(Duration idle, Duration body, int bodyBytes) {
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(10), 64 * 1024);
    }

    String bindAddress() {
        return host.equals("*") || host.isEmpty() ? "0.0.0.0" : host;
    }

    boolean loopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
