package io.matriarch.agent.postgres;

import io.matriarch.core.view.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/// Opens JDBC connections: to the local server by the best way there is, to others by TCP. Passwords travel in memory only.
final class Connections {
    static final String APPLICATION = "Matriarch";
    private static final Driver DRIVER = new Driver();
    private static final List<String> TLS = List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword");

    private Connections() {}

    static Connection local(LocalAddress way, Credentials who, String database, Duration patience) throws SQLException {
        return open(database, properties(who, patience, way instanceof LocalAddress.Socket ? Map.of() : who.options()), way);
    }

    /// Whether the server itself said that it is there, only not now: starting, stopping, or full.
    static boolean alive(SQLException trouble) {
        return "57P03".equals(trouble.getSQLState()) || "53300".equals(trouble.getSQLState());
    }

    /// Whether the server itself said that this role will not get in, or not into this database: asking again is of no use.
    static boolean refused(SQLException trouble) {
        var state = trouble.getSQLState() == null ? "" : trouble.getSQLState();
        return state.startsWith("28") || state.equals("3D000");
    }

    static Connection remote(Endpoint endpoint, Credentials who, String database, Duration patience) throws SQLException {
        return local(new LocalAddress.Tcp(endpoint), who, database, patience);
    }

    /// A walsender connection: IDENTIFY_SYSTEM, TIMELINE_HISTORY, SHOW. Simple queries only.
    static Connection replication(LocalAddress way, Credentials who, Duration patience) throws SQLException {
        var properties = properties(who, patience, way instanceof LocalAddress.Socket ? Map.of() : who.options());
        properties.setProperty("replication", "true");
        properties.setProperty("assumeMinServerVersion", "9.4");
        properties.setProperty("preferQueryMode", "simple");
        properties.remove("options");
        return open("replication", properties, way);
    }

    private static String url(LocalAddress way, String database) {
        var place = switch (way) {
            case LocalAddress.Socket(_, var port) -> "localhost:" + port;
            case LocalAddress.Tcp(var endpoint) -> Arrays.stream(endpoint.host().split(",", -1)).map(host -> (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.port()).collect(Collectors.joining(","));
        };
        return "jdbc:postgresql://" + place + "/" + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Properties properties(Credentials who, Duration patience, Map<String, String> tls) {
        var seconds = Long.toString(Math.max(1, patience.plusMillis(999).toSeconds()));
        var properties = new Properties();
        properties.setProperty("user", who.username());
        if (who.password().given()) properties.setProperty("password", who.password().reveal());
        List.of("connectTimeout", "socketTimeout").forEach(name -> properties.setProperty(name, seconds));
        properties.setProperty("loginTimeout", "0"); // it would cost a thread for each connection; the two others bound it too
        properties.setProperty("ApplicationName", APPLICATION);
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("options", "-c search_path=pg_catalog"); // functions of that name elsewhere are not meant
        TLS.stream().filter(tls::containsKey).forEach(name -> properties.setProperty(name, tls.get(name)));
        return properties;
    }

    private static Connection open(String database, Properties properties, LocalAddress way) throws SQLException {
        if (way instanceof LocalAddress.Socket socket) {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", socket.file().toString());
            properties.setProperty("sslmode", "disable");
        }
        if (way instanceof LocalAddress.Tcp(var endpoint) && endpoint.host().contains(",")) properties.setProperty("targetServerType", "primary");
        // What else it holds would be parameters of the driver.
        if (way instanceof LocalAddress.Tcp(var endpoint) && !Endpoint.hosts(endpoint.host())) throw new SQLException("not a host: " + endpoint, "08001");
        var connection = DRIVER.connect(url(way, database), properties);
        if (connection == null) throw new SQLException("not a PostgreSQL URL: " + url(way, database));
        return connection;
    }
}
