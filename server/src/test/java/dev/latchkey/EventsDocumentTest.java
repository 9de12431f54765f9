package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import dev.latchkey.testing.OurClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/**
 * docs/events.md is made from the actions of the modules. When it differs, run the tests with {@code
 * -Dlatchkey.write-docs=true} and commit what was written.
 */
class EventsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "events.md");
    private static final Pattern IN_SQL = Pattern.compile("'([a-z_]+\\.[a-z_]+)'");

    @Test
    void theDocumentHasALineForEachAction() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("latchkey.write-docs")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT).content().isEqualTo(expected);
    }

    @Test
    void noActionIsSaidTwiceAndEachIsSaidPlainly() {
        Set<String> seen = new HashSet<>();
        assertThat(actions().toList())
                .hasSizeGreaterThan(110)
                .allSatisfy(action -> {
                    assertThat(seen.add(action.code())).as(action.code()).isTrue();
                    assertThat(action.code()).matches("[a-z]+(_[a-z]+)*\\.[a-z]+(_[a-z]+)*");
                    assertThat(action.words()).matches("[a-z].*[^. ]");
                });
    }

    @Test
    void thePagesKnowTheActionsOfEveryModule() {
        assertThat(types())
                .hasSizeGreaterThan(11)
                .allSatisfy(type ->
                        assertThat(type.getDeclaredClasses())
                                .anyMatch(inner ->
                                        AuditVocabulary.class.isAssignableFrom(inner)
                                                && inner.isAnnotationPresent(Component.class)));
    }

    /** A sign-in is recorded by a function of the database; others are counted by their code. */
    @Test
    void whatSqlCallsAnActionIsOne() throws IOException {
        Set<String> codes = actions().map(AuditAction::code).collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<String> recorded =
                    files.filter(file -> file.toString().matches(".*\\.(java|sql)"))
                            .map(EventsDocumentTest::read)
                            .filter(text -> text.contains("audit_record"))
                            .flatMap(text -> IN_SQL.matcher(text).results())
                            .map((MatchResult result) -> result.group(1))
                            .distinct()
                            .toList();
            assertThat(recorded).contains("login.sso", "user.address_ambiguous");
            assertThat(codes).containsAll(recorded);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Events

                        Everything that is recorded in the audit log, and what it says after the name of who did it.
                        Codes stay as they are; the words may become better. This page is made from the code by a test.
                        """);
        for (Class<?> type : types()) {
            text.append("\n## ")
                    .append(heading(type))
                    .append("\n\n| code | who did it … |\n|---|---|\n");
            of(type).forEach(action ->
                    text.append("| `%s` | %s |\n".formatted(action.code(), action.words())));
        }
        return text.toString();
    }

    private static String heading(Class<?> type) {
        return type.getPackageName().replaceFirst(".*\\.", "");
    }

    private static Stream<AuditAction> actions() {
        return types().stream().flatMap(EventsDocumentTest::of);
    }

    private static Stream<AuditAction> of(Class<?> type) {
        return Stream.of(type.getEnumConstants()).map(AuditAction.class::cast);
    }

    private static List<Class<?>> types() {
        return OurClasses.ALL.stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(AuditAction.class))
                .<Class<?>>map(JavaClass::reflect)
                .sorted(Comparator.comparing(EventsDocumentTest::heading))
                .toList();
    }
}
