package io.matriarch.core.mutants;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Compiles core and its simulation as they are, and a mutant's changed files over them, and loads either: each in a class loader of
/// its own, so that no run knows of another. A mutant changes bodies, never a signature: only its own files are compiled again.
final class Workshop implements AutoCloseable {
    private static final String PRODUCT = "core/src/main/java";
    private static final String TESTS = "core/src/test/java/io/matriarch/core/ha";
    private static final String SIMULATION = "core/src/test/java/io/matriarch/core/sim";
    private final Path root;
    private final Path work;
    private final Path plain;
    private final Path tests;
    private final List<Path> testSources = new ArrayList<>();
    private final String sourcesHash;
    private final String testsHash;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    Workshop(Path root) throws IOException {
        this.root = root;
        work = Files.createTempDirectory("mutants");
        plain = Files.createDirectory(work.resolve("plain"));
        tests = work.resolve("tests");
        var sources = new ArrayList<Path>();
        try (var product = Files.walk(root.resolve(PRODUCT)); var simulation = Files.walk(root.resolve(SIMULATION))) {
            product.filter(p -> p.toString().endsWith(".java")).forEach(sources::add);
            simulation.filter(p -> p.toString().endsWith(".java") && !p.toString().endsWith("Test.java")).forEach(sources::add);
        }
        try (var all = Files.walk(root.resolve(TESTS))) {
            all.filter(p -> p.toString().endsWith(".java")).forEach(testSources::add);
        }
        sourcesHash = hash(sources);
        testsHash = hash(testSources);
        compile("the code as it is", sources, plain.toString(), plain);
    }

    /// The same as long as the code, the simulation and this mutant's mistakes are.
    String fingerprint(Mutant mutant) {
        return sourcesHash + (mutant.test().isEmpty() ? "" : " " + testsHash + " " + mutant.test()) + " " + Integer.toHexString((mutant.clusters().words() + mutant.edits() + mutant.schedule()).hashCode());
    }

    private static String hash(List<Path> sources) throws IOException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var source : sources.stream().sorted().toList()) sha.update(Files.readAllBytes(source));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void compile(String what, List<Path> sources, String classPath, Path into) {
        var said = new StringWriter();
        var options = List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", into.toString());
        try (var files = compiler.getStandardFileManager(_ -> { }, null, null)) {
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources)).call())
                throw new Mutant.Stale(what + " does not compile: " + said);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /// The simulation of the code as it is.
    Swarm plain() throws IOException {
        return new Swarm(loader(plain));
    }

    /// Whether tests can be run: what they are made with is on this program's own class path.
    static boolean hasTests() {
        return libraries().stream().anyMatch(jar -> jar.getFileName().toString().startsWith("assertj-core"));
    }

    private static List<Path> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(entry -> entry.endsWith(".jar")).map(Path::of).toList();
    }

    /// The tests of the code as it is.
    Bench tests() throws IOException {
        return new Bench(loader(testPath(plain)));
    }

    /// The tests of the code with this mistake in it.
    Bench tests(Mutant mutant) throws IOException {
        return new Bench(loader(testPath(changed(mutant), plain)));
    }

    private synchronized Path[] testPath(Path... code) throws IOException {
        if (!Files.exists(tests)) {
            Files.createDirectory(tests);
            compile("the tests", testSources, libraries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator, plain + File.pathSeparator, "")), tests);
        }
        return Stream.of(Stream.of(code), Stream.of(tests), libraries().stream()).flatMap(all -> all).toArray(Path[]::new);
    }

    /// The simulation of the code with this mistake in it.
    Swarm planted(Mutant mutant) throws IOException {
        return new Swarm(loader(changed(mutant), plain));
    }

    private Path changed(Mutant mutant) throws IOException {
        var home = Files.createTempDirectory(work, mutant.name());
        var sources = new ArrayList<Path>();
        for (var file : mutant.edits().stream().map(Mutant.Edit::file).distinct().toList()) {
            if (!Files.exists(root.resolve(file))) throw new Mutant.Stale(mutant.name() + ": no file " + file);
            var copy = home.resolve("source").resolve(Path.of(file).getFileName());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, mutant.planted(file, Files.readString(root.resolve(file))));
            sources.add(copy);
        }
        var classes = Files.createDirectory(home.resolve("classes"));
        compile(mutant.name(), sources, plain.toString(), classes);
        return classes;
    }

    private static URLClassLoader loader(Path... classes) {
        return new URLClassLoader(Arrays.stream(classes).map(Workshop::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path directory) {
        try {
            return directory.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        try (var all = Files.walk(work)) {
            for (var path : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(path);
        }
    }
}
