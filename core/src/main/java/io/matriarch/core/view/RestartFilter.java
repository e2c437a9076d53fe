package io.matriarch.core.view;

import io.matriarch.core.view.PostgresState.Running;

/// Which servers a restart is meant for (contract 2.5). Each condition holds when it was not asked for: an empty `role`, a `below` of zero.
/// `below` is a server version as a number (15.13 is 150013): only older servers; `pendingOnly`: only those with settings that wait for a restart.
public record RestartFilter(String role, int below, boolean pendingOnly) {
    /// Of a request's body, whose values are known to be well formed. Patroni 3's `master` is a primary.
    public static RestartFilter of(Document asked) {
        var role = asked.text("role", "");
        var version = asked.text("postgres_version", "");
        return new RestartFilter(role.equals("master") ? "primary" : role, version.isEmpty() ? 0 : number(version), asked.has("restart_pending"));
    }

    /// Whether this server is meant. `itsRole` is Patroni's word for what it is.
    public boolean admits(String itsRole, PostgresState postgres) {
        return (role.isEmpty() || role.equals(itsRole)) && (!pendingOnly || postgres instanceof Running r && r.facts().pendingRestart())
                && (below == 0 || postgres instanceof Running r && r.facts().version() < below);
    }

    /// 15.13 is 150013, 9.6.3 is 90603.
    static int number(String version) {
        var parts = version.split("\\.", -1);
        int major = Integer.parseInt(parts[0]);
        int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return major >= 10 ? major * 10000 + minor : major * 10000 + minor * 100 + (parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
    }
}
