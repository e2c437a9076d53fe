package io.matriarch.core.mutants;

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
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Compiles core and its simulation as they are, and a mutant's changed files over them, and loads either: each in a class loader of
/// its own, so that no run knows of another. A mutant changes bodies, never a signature: only its own files are compiled again.
final class Workshop implements AutoCloseable {
    private static final String PRODUCT = "core/src/main/java";
    private static final String SIMULATION = "core/src/test/java/io/matriarch/core/sim";
    private final Path root;
    private final Path work;
    private final Path plain;
    private final String sourcesHash;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    Workshop(Path root) throws IOException {
        this.root = root;
        work = Files.createTempDirectory("mutants");
        plain = Files.createDirectory(work.resolve("plain"));
        var sources = new ArrayList<Path>();
        try (var product = Files.walk(root.resolve(PRODUCT)); var simulation = Files.walk(root.resolve(SIMULATION))) {
            product.filter(p -> p.toString().endsWith(".java")).forEach(sources::add);
            simulation.filter(p -> p.toString().endsWith(".java") && !p.toString().endsWith("Test.java")).forEach(sources::add);
        }
        sourcesHash = hash(sources);
        compile("the code as it is", sources, plain, plain);
    }

    /// The same as long as the code, the simulation and this mutant's mistakes are.
    String fingerprint(Mutant mutant) {
        return sourcesHash + " " + Integer.toHexString((mutant.clusters().words() + mutant.edits() + mutant.schedule()).hashCode());
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

    private void compile(String what, List<Path> sources, Path classPath, Path into) {
        var said = new StringWriter();
        var options = List.of("-proc:none", "-nowarn", "-cp", classPath.toString(), "-d", into.toString());
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

    /// The simulation of the code with this mistake in it.
    Swarm planted(Mutant mutant) throws IOException {
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
        compile(mutant.name(), sources, plain, classes);
        return new Swarm(loader(classes, plain));
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
