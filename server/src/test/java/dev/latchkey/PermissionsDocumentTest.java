package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.latchkey.door.Permission;
import dev.latchkey.testing.OurClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/permissions.md is made from the permissions of the modules. When it differs, run the tests with {@code
 * -Dlatchkey.write-docs=true} and commit what was written.
 */
class PermissionsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "permissions.md");

    @Test
    void theDocumentHasALineForEachPermission() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("latchkey.write-docs")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT).content().isEqualTo(expected);
    }

    @Test
    void eachPermissionIsSaidPlainlyAndOnce() {
        List<String> words =
                types().stream()
                        .flatMap(PermissionsDocumentTest::of)
                        .map(each -> each.line().words())
                        .toList();
        assertThat(words)
                .hasSizeGreaterThan(35)
                .doesNotHaveDuplicates()
                .allMatch(each -> each.matches("[A-Z].*[^. ]"));
    }

    /** A line of the table that nothing asks would promise what is not so. */
    @Test
    void eachPermissionIsAskedSomewhere() {
        Set<String> asked =
                OurClasses.ALL.stream()
                        .filter(type -> !type.isAssignableTo(Permission.class))
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .filter(access -> access.getTargetOwner().isAssignableTo(Permission.class))
                        .map(access -> access.getTarget().getName())
                        .collect(Collectors.toSet());
        assertThat(types().stream().flatMap(PermissionsDocumentTest::of))
                .allSatisfy(each -> assertThat(asked).contains(((Enum<?>) each).name()));
    }

    private static String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Permissions

                        Who may do what in an organization's rollout, in each way of working: assisted by a support desk, or
                        all by the organization's own admins (self-service). Whoever may not is refused, and nothing is done;
                        whose page is out of date is told that first. This page is made from the code by a test.
                        """);
        for (Class<?> type : types()) {
            text.append("\n## ")
                    .append(type.getPackageName().replaceFirst(".*\\.", ""))
                    .append("\n\n| step | assisted | self-service |\n|---|---|---|\n");
            of(type).forEach(each ->
                    text.append(
                            "| %s | %s | %s |\n"
                                    .formatted(
                                            each.line().words(),
                                            each.line().assisted().words(),
                                            each.line().selfService().words())));
        }
        return text.toString();
    }

    private static Stream<Permission> of(Class<?> type) {
        return Stream.of(type.getEnumConstants()).map(Permission.class::cast);
    }

    private static List<Class<?>> types() {
        return OurClasses.ALL.stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(Permission.class))
                .sorted(Comparator.comparing(JavaClass::getName))
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    }
}
