package io.matriarch.agent.config;

/// One line of the table of known keys. `otherwise` is what holds when the key is missing, in words for people.
record Key(String path, Kind kind, String otherwise, String says, Standing standing, boolean needsRestart) {
    /// What this agent does with a key that Patroni knows.
    enum Standing {
        /// It does what it says.
        HONOURED,
        /// Accepted, for it changes nothing that matters here; a warning says so.
        NO_EFFECT,
        /// Read, but what it asks for is not built yet; a warning says so.
        NOT_YET,
        /// Ignoring it would break what the operator relies on, so the agent does not start with it.
        REFUSED
    }

    static Key key(String path, Kind kind, String otherwise, String says) {
        return new Key(path, kind, otherwise, says, Standing.HONOURED, false);
    }

    static Key noEffect(String path, Kind kind, String why) {
        return new Key(path, kind, "", why, Standing.NO_EFFECT, false);
    }

    static Key notYet(String path, Kind kind, String says) {
        return new Key(path, kind, "", says, Standing.NOT_YET, false);
    }

    static Key refused(String path, String why) {
        return new Key(path, new Kind.Anything(), "", why, Standing.REFUSED, false);
    }

    /// A reload cannot apply it: the agent must be restarted (PostgreSQL goes on running meanwhile).
    Key onRestart() {
        return new Key(path, kind, otherwise, says, standing, true);
    }

    boolean required() {
        return otherwise.equals(KnownKeys.REQUIRED);
    }

    boolean secret() {
        return kind instanceof Kind.Hidden;
    }

    String leaf() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    String parent() {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
