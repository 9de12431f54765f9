package dev.latchkey.operators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.latchkey.shared.OperatorId;
import dev.latchkey.testing.OurClasses;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

/** A browser gets an operator's session in one place. */
class OperatorHandoverRuleTest {
    @Test
    void onlyTheHandoverBeginsAnOperatorsSessionAndGivesItToABrowser() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(OperatorHandover.class.getName())
                .should()
                .callMethod(OperatorSessions.class, "begin", OperatorId.class)
                .orShould()
                .callMethod(OperatorCookies.class, "set", HttpServletResponse.class, String.class)
                .check(OurClasses.ALL);
    }
}
