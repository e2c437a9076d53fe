package io.matriarch.core.mutants;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

/// The rule and model tests of core in a class loader of their own, where one of them can be run against a mistake. They are plain objects: no test engine is
/// needed, and none that wants one (parameters, something to be done before each) can be named.
final class Bench implements AutoCloseable {
    private final URLClassLoader loader;

    Bench(URLClassLoader loader) {
        this.loader = loader;
    }

    /// What failed, in one line; empty when `test` passed. It is a class, or `CLASS#method`, below `io.matriarch.core`.
    String failure(String test) {
        var words = test.split("#", 2);
        try {
            var type = loader.loadClass("io.matriarch.core." + words[0]);
            var methods = Arrays.stream(type.getDeclaredMethods()).filter(Bench::isTest).filter(m -> words.length == 1 || m.getName().equals(words[1])).toList();
            if (methods.isEmpty()) throw new Mutant.Stale("no such test: " + test);
            return first(type, methods);
        } catch (ClassNotFoundException gone) {
            throw new Mutant.Stale("no such test: " + test + ": " + gone.getMessage());
        } catch (ReflectiveOperationException mistake) {
            throw new IllegalStateException(test, mistake);
        }
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations()).anyMatch(a -> a.annotationType().getSimpleName().equals("Test"));
    }

    private static String first(Class<?> type, List<Method> methods) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        for (var method : methods) {
            method.setAccessible(true);
            try {
                method.invoke(constructor.newInstance());
            } catch (InvocationTargetException thrown) {
                return said(method, thrown.getCause());
            }
        }
        return "";
    }

    /// A class that is not there is no failure of what is tested.
    private static String said(Method method, Throwable thrown) {
        if (thrown instanceof AssertionError || thrown instanceof RuntimeException)
            return method.getName() + ": " + shortened(thrown.toString().replaceAll("\\s+", " "));
        throw new IllegalStateException(method.getName(), thrown);
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
