package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.latchkey.failures.LoginError;
import dev.latchkey.saml.Reason;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.testing.OurClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/errors.md is made from the codes. When it differs, run the tests with {@code -Dlatchkey.write-docs=true} and
 * commit what was written.
 */
class ErrorsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "errors.md");

    private record Line(String code, String meaning, String remedy) {
        private static Line of(ErrorCode error) {
            return new Line(error.code(), error.meaning(), error.remedy());
        }

        private static Line of(Reason reason) {
            return new Line(reason.code(), reason.meaning(), reason.remedy());
        }

        private String row() {
            return "| `" + code + "` | " + meaning + " | " + remedy + " |\n";
        }
    }

    @Test
    void theDocumentHasALineForEachCode() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("latchkey.write-docs")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT).content().isEqualTo(expected);
    }

    @Test
    void noCodeMeansTwoThings() {
        Set<String> seen = new HashSet<>();
        assertThat(lines()).allSatisfy(line -> assertThat(seen.add(line.code())).isTrue());
    }

    @Test
    void everyCodeIsAWordThatStaysStable() {
        assertThat(lines())
                .allSatisfy(line -> {
                    assertThat(line.code()).matches("([a-z]+\\.)?[a-z0-9_]+");
                    assertThat(line.meaning()).endsWith(".");
                    assertThat(line.remedy()).endsWith(".");
                });
    }

    private static String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Errors

                        Every code, what it means, and what to change. Codes stay as they are; the words may become
                        better. This page is made from the code by a test.

                        ## SAML message or metadata

                        | code | meaning | what to change |
                        |---|---|---|
                        """);
        reasons().forEach(line -> text.append(line.row()));
        for (Class<?> type : types()) {
            text.append("\n## ").append(heading(type)).append("\n\n");
            text.append("| code | meaning | what to change |\n|---|---|---|\n");
            codes(type).forEach(line -> text.append(line.row()));
        }
        return text.toString();
    }

    private static String heading(Class<?> type) {
        return type == LoginError.class
                ? "Sign-in"
                : type.getSimpleName()
                        .replaceAll("Error$", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }

    private static List<Line> lines() {
        List<Line> all = new ArrayList<>(reasons().toList());
        types().forEach(type -> all.addAll(codes(type).toList()));
        return all;
    }

    private static Stream<Line> reasons() {
        return Stream.of(Reason.values()).map(Line::of);
    }

    private static Stream<Line> codes(Class<?> type) {
        return Stream.of(type.getEnumConstants()).map(each -> Line.of((ErrorCode) each));
    }

    private static List<Class<?>> types() {
        return OurClasses.ALL.stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(ErrorCode.class))
                .<Class<?>>map(JavaClass::reflect)
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }
}
