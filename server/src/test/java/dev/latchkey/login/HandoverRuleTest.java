package dev.latchkey.login;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.latchkey.testing.OurClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A browser gets a session in one place, which asks where somebody else is signed in, and then the dispatcher. */
class HandoverRuleTest {
    @Test
    void onlyTheHandoverGivesABrowserItsSession() {
        onlyTheHandoverCalls(LoginCookies.class, Set.of("setSession"));
    }

    @Test
    void onlyTheHandoverBeginsSessionsAndFetchesThoseThatWait() {
        onlyTheHandoverCalls(Sessions.class, Set.of("begin", "beginEmergency", "park", "fetch"));
    }

    @Test
    void whereASignInEndsIsAskedOfTheDispatcherInOnePlace() {
        onlyTheHandoverCalls(LoginFlow.class, Set.of("next"));
    }

    private static void onlyTheHandoverCalls(Class<?> owner, Set<String> methods) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Handover.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(owner.getName())
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "one of " + methods + " of " + owner.getSimpleName(),
                                (JavaMethodCall call) ->
                                        call.getTargetOwner().isEquivalentTo(owner)
                                                && methods.contains(call.getTarget().getName())))
                .check(OurClasses.ALL);
    }

    /** A sign-in by SSO begins its session in the database's own function, and nothing else does. */
    @Test
    void noOtherStatementWritesASession() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .filter(HandoverRuleTest::writesASession)
                                    .map(file -> String.valueOf(file.getFileName())))
                    .containsExactly("Sessions.java");
        }
    }

    private static boolean writesASession(Path file) {
        try {
            return Files.readString(file)
                    .matches("(?is).*\\b(insert\\s+into|update)\\s+session\\b.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
