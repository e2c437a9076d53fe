package io.matriarch.core.view;

import java.util.Locale;

/// What one agent last wrote about itself under `members/<name>`. A hint for people and for finding it: never ground for an irreversible act.
public record Member(MemberName name, LeaseId lease, Document data) {
    /// What our program writes in its key, always, and Patroni never.
    public static final String OURS = "matriarch";

    /// Whether it is Patroni that runs there. Of one that says nothing that is not known, and it counts as ours: we ask more of those.
    public boolean patroni() {
        return !apiUrl().isEmpty() && !data.has(OURS);
    }

    public String connUrl() {
        return data.text("conn_url", "");
    }

    /// The full URL of its GET /patroni.
    public String apiUrl() {
        return data.text("api_url", "");
    }

    public String state() {
        return data.text("state", "");
    }

    public boolean running() {
        return state().equals("running");
    }

    /// Patroni's role word; `master` of old versions is read as `primary`.
    public String role() {
        var role = data.text("role", "").toLowerCase(Locale.ROOT);
        return role.equals("master") ? "primary" : role;
    }

    public Timeline timeline() {
        return new Timeline((int) data.number("timeline", 0));
    }

    public WalPosition position() {
        return new WalPosition(data.number("xlog_location", 0));
    }

    public Tags tags() {
        return Tags.of(data.section("tags"));
    }

    /// Where its PostgreSQL listens, read from `conn_url`; nowhere when that is missing or broken.
    public Endpoint endpoint() {
        return Endpoint.ofUrl(connUrl());
    }
}
