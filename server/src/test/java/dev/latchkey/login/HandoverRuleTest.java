package dev.latchkey.login;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

/** A browser gets a session in one place, which asks where somebody else is signed in. */
class HandoverRuleTest {
    @Test
    void onlyTheHandoverGivesABrowserItsSession() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Handover.class.getName())
                .should()
                .callMethod(
                        LoginCookies.class, "setSession", HttpServletResponse.class, String.class)
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("dev.latchkey.login"));
    }
}
