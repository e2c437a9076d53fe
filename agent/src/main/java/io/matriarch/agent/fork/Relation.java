package io.matriarch.agent.fork;

/// A relation as WAL names it: object ids of its tablespace and database (0: shared by all), and the number of its file.
public record Relation(long tablespace, long database, long file) {
    @Override
    public String toString() {
        return tablespace + "/" + database + "/" + file;
    }
}
