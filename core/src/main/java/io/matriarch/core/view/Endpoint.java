package io.matriarch.core.view;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A host and port where a PostgreSQL server listens.
public record Endpoint(String host, int port) {
    public static final Endpoint NOWHERE = new Endpoint("", 0);
    private static final Pattern URL = Pattern.compile("postgres(?:ql)?://(?:[^@/]*@)?(?:\\[([^]]+)]|([^:/]+))(?::(\\d{1,5}))?(?:[/?].*)?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|(?=.*:)[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");
    private static final int LARGEST_PORT = 65_535;

    /// Reads `postgres://host:port/database`; nowhere when it is something else.
    public static Endpoint ofUrl(String url) {
        var match = URL.matcher(url);
        if (!match.matches()) return NOWHERE;
        var host = match.group(1) == null ? match.group(2) : match.group(1);
        var port = match.group(3) == null ? 5432 : Integer.parseInt(match.group(3));
        return hosts(host) && port <= LARGEST_PORT ? new Endpoint(host, port) : NOWHERE;
    }

    /// Whether this is one host, or several with commas between them: names and addresses, IPv6 with its zone or without. Such text can mean nothing else, wherever
    /// it is put: others write it into etcd, and it becomes part of a driver's URL, whose parameters could turn TLS off.
    public static boolean hosts(String text) {
        return Stream.of(text.split(",", -1)).allMatch(host -> HOST.matcher(host).matches());
    }

    public boolean known() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
