package io.matriarch.agent.postgres;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One role's way in (`postgresql.authentication.<role>`). `options` are libpq's by name: sslmode, sslcert, sslkey, sslpassword,
/// sslrootcert, sslcrl, sslcrldir, gssencmode, channel_binding, sslnegotiation, krbsrvname.
public record Credentials(String username, Password password, Map<String, String> options) {
    public static final Credentials NONE = new Credentials("", Password.NONE, Map.of());

    public Credentials {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// The same with one more of libpq's options.
    Credentials with(String option, String value) {
        var more = new TreeMap<>(options);
        more.put(option, value);
        return new Credentials(username, password, more);
    }

    public boolean given() {
        return !username.isEmpty();
    }

    /// Without the passphrase of a client key, which is a secret like the password.
    @Override
    public String toString() {
        var shown = new TreeMap<>(options);
        shown.computeIfPresent("sslpassword", (_, _) -> "***");
        return "Credentials[" + username + ", " + password + ", " + shown + "]";
    }
}
