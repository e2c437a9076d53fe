package io.matriarch.core.view;

import java.util.regex.Pattern;

/// A host and port where a PostgreSQL server listens.
public record Endpoint(String host, int port) {
    public static final Endpoint NOWHERE = new Endpoint("", 0);
    private static final Pattern URL = Pattern.compile("postgres(?:ql)?://(?:[^@/]*@)?(?:\\[([^]]+)]|([^:/]+))(?::(\\d{1,5}))?(?:[/?].*)?");

    /// Reads `postgres://host:port/database`; nowhere when it is something else.
    public static Endpoint ofUrl(String url) {
        var match = URL.matcher(url);
        if (!match.matches()) return NOWHERE;
        var host = match.group(1) == null ? match.group(2) : match.group(1);
        return new Endpoint(host, match.group(3) == null ? 5432 : Integer.parseInt(match.group(3)));
    }

    public boolean known() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
