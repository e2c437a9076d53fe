package io.matriarch.agent.config;

/// Where a value was written: a file and its line, or (line 0) an environment variable or nowhere in particular.
public record Place(String source, int line) {
    static final Place NOWHERE = new Place("configuration", 0);

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
