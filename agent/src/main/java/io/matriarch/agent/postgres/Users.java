package io.matriarch.agent.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.util.PasswordUtil;

/// The roles that the cluster begins with, each with the least rights it needs (safety.md 6).
///
/// Passwords arrive at the server as SCRAM verifiers made here: no clear text can reach its log, whatever is logged.
final class Users {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// What pg_rewind calls on its source (its documentation, "Notes"). Grants are per database: pg_rewind connects to `postgres`.
    private static final List<String> FOR_REWIND = List.of("pg_ls_dir(text, boolean, boolean)", "pg_stat_file(text, boolean)",
            "pg_read_binary_file(text)", "pg_read_binary_file(text, bigint, bigint, boolean)");

    private Users() {}

    static void create(LocalAddress.Socket socket, String superuser, PostgresConfig config) throws Trouble {
        var trusted = new Credentials(superuser, Password.NONE, java.util.Map.of());
        try (var connection = Connections.local(socket, trusted, "postgres", PATIENCE); var statement = connection.createStatement()) {
            for (var setting : List.of("log_statement = 'none'", "log_min_duration_statement = -1", "log_min_error_statement = 'panic'", "synchronous_commit = 'local'"))
                statement.execute("SET " + setting);
            role(connection, statement, superuser, "LOGIN SUPERUSER", config.superuser().password());
            if (config.replication().given()) role(connection, statement, config.replication().username(), "LOGIN REPLICATION", config.replication().password());
            if (config.rewind().given()) rewinder(connection, statement, config.rewind());
        } catch (SQLException trouble) {
            throw new Trouble("the users could not be created", trouble);
        }
    }

    private static void rewinder(Connection connection, Statement statement, Credentials rewind) throws SQLException {
        role(connection, statement, rewind.username(), "LOGIN", rewind.password());
        for (var function : FOR_REWIND) statement.execute("GRANT EXECUTE ON FUNCTION pg_catalog." + function + " TO " + identifier(rewind.username()));
    }

    /// Adds rights and the password; takes nothing away, because one name may serve two roles.
    private static void role(Connection connection, Statement statement, String name, String rights, Password password) throws SQLException {
        var exists = exists(connection, name);
        var secret = password.given() ? " PASSWORD '" + PasswordUtil.encodeScramSha256(password.reveal().toCharArray()) + "'" : "";
        statement.execute((exists ? "ALTER ROLE " : "CREATE ROLE ") + identifier(name) + " " + rights + secret);
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
