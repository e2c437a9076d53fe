package io.matriarch.agent.postgres;

import io.matriarch.agent.fork.Relation;
import io.matriarch.core.view.Document;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The names of relations by the server that runs here now. One whose file it does not know (dropped, rewritten, or never made on this
/// history) has none. Indexes and TOAST tables have the name of their table.
public final class RelationNames {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String TABLES = """
            SELECT asked.space, asked.file, coalesce(owner.oid, indexed.relation)::regclass::text
            FROM unnest(?::oid[], ?::oid[]) AS asked(space, file)
                CROSS JOIN LATERAL (SELECT pg_filenode_relation(asked.space, asked.file)::oid AS relation) AS found
                LEFT JOIN pg_index i ON i.indexrelid = found.relation
                CROSS JOIN LATERAL (SELECT coalesce(i.indrelid, found.relation) AS relation) AS indexed
                LEFT JOIN pg_class owner ON owner.reltoastrelid = indexed.relation
            WHERE found.relation IS NOT NULL""";
    private final PostgresConfig config;

    public RelationNames(PostgresConfig config) {
        this.config = config;
    }

    /// Empty when the server does not answer.
    public Map<Relation, String> of(Collection<Relation> relations) {
        var names = new HashMap<Relation, String>();
        var byDatabase = relations.stream().collect(Collectors.groupingBy(Relation::database, TreeMap::new, Collectors.toList()));
        for (var entry : databases().entrySet())
            if (byDatabase.containsKey(entry.getKey())) add(entry.getValue(), entry.getValue() + ": ", byDatabase.get(entry.getKey()), names);
        if (byDatabase.containsKey(0L)) add(config.database(), "", byDatabase.get(0L), names);
        return names;
    }

    private Map<Long, String> databases() {
        var databases = new TreeMap<Long, String>();
        try (var connection = connect(config.database()); var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT oid, datname FROM pg_database WHERE datallowconn")) {
            while (rows.next()) databases.put(rows.getLong(1), rows.getString(2));
        } catch (SQLException silent) {
            return Map.of();
        }
        return databases;
    }

    private void add(String database, String prefix, List<Relation> relations, Map<Relation, String> names) {
        try (var connection = connect(database); var query = connection.prepareStatement(TABLES)) {
            query.setArray(1, connection.createArrayOf("int8", relations.stream().map(Relation::tablespace).toArray()));
            query.setArray(2, connection.createArrayOf("int8", relations.stream().map(Relation::file).toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) names.put(new Relation(rows.getLong(1), relations.getFirst().database(), rows.getLong(2)), prefix + rows.getString(3));
            }
        } catch (SQLException silent) {
            // its relations keep their numbers
        }
    }

    private Connection connect(String database) throws SQLException {
        var refused = new SQLException("no way to the local server is configured", "08001");
        for (var way : LocalAddress.of(config, ServerSettings.of(config.section(), Document.EMPTY))) {
            try {
                return Connections.local(way, config.superuser(), database, PATIENCE);
            } catch (SQLException trouble) {
                refused = trouble;
            }
        }
        throw refused;
    }
}
