package dev.latchkey.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the test classes that are named, for {@code ./latchkey test NAME}. Ends with 1 where one fails. */
final class SomeTests {
    private static final List<Path> SOURCES =
            List.of(Path.of("src/test/java"), Path.of("../saml/src/test/java"));

    private SomeTests() {}

    public static void main(String[] names) throws IOException {
        List<DiscoverySelector> selectors = new ArrayList<>();
        try {
            for (String name : names) {
                selectors.add(selector(name));
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        if (selectors.isEmpty()) {
            System.exit(0); // it was to be compiled only
        }
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary, new Progress());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        summary.getSummary().printFailuresTo(out, 30);
        out.printf(
                "%d tests: %d failed, %d skipped%n",
                summary.getSummary().getTestsFoundCount(),
                summary.getSummary().getTotalFailureCount(),
                summary.getSummary().getTestsSkippedCount()
                        + summary.getSummary().getTestsAbortedCount());
        boolean well =
                summary.getSummary().getTotalFailureCount() == 0
                        && summary.getSummary().getTestsFoundCount() > 0;
        System.exit(well ? 0 : 1);
    }

    private static DiscoverySelector selector(String name) throws IOException {
        String[] parts = name.split("#", 2);
        String type = type(parts[0]);
        if (parts.length == 1) {
            return selectClass(type);
        }
        // A method is named without its parameters; where it has some, they are looked up.
        try {
            return Stream.of(Class.forName(type).getDeclaredMethods())
                    .filter(method -> method.getName().equals(parts[1]))
                    .findFirst()
                    .<DiscoverySelector>map(
                            method -> selectMethod(method.getDeclaringClass(), method))
                    .orElseThrow(() -> missing(name));
        } catch (ClassNotFoundException e) {
            throw missing(name);
        }
    }

    private static String type(String simple) throws IOException {
        for (Path source : SOURCES) {
            try (Stream<Path> files = Files.walk(source)) {
                Path found =
                        files.filter(file -> file.endsWith(simple + ".java"))
                                .findFirst()
                                .orElse(null);
                if (found != null) {
                    String path = source.relativize(found).toString();
                    return path.substring(0, path.length() - ".java".length()).replace('/', '.');
                }
            }
        }
        throw missing(simple);
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("There is no test " + name + ".");
    }

    /** One line for each class or method that has ended. */
    private static final class Progress implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                System.out.println(result.getStatus() + " " + test.getDisplayName());
            }
        }
    }
}
