package io.matriarch.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The program's own version, which Maven writes into the jar.
public final class Version {
    private static final String IN_JAR = "/META-INF/maven/io.matriarch/matriarch-agent/pom.properties";

    private Version() {}

    /// `development` when the classes are not in a jar.
    public static String own() {
        try (var in = Version.class.getResourceAsStream(IN_JAR)) {
            var properties = new Properties();
            if (in != null) properties.load(in);
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
