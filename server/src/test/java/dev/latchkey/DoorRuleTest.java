package dev.latchkey;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.testing.OurClasses;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/** Changes of a rollout go through the one door, and classes stay of a size that can be read. */
class DoorRuleTest {
    private static final String[] ROOMS = {
        "dev.latchkey.cohorts..",
        "dev.latchkey.rollout..",
        "dev.latchkey.enforcement..",
        "dev.latchkey.review..",
        "dev.latchkey.announcements.."
    };

    /**
     * What is done for nobody in particular, or takes so long that nothing may wait for it: a mailbox that confirms, a
     * file that is read, and what a door's change calls to write a record of its own.
     */
    private static final String[] BESIDE_THE_DOOR = {
        "dev.latchkey.announcements.AnnouncementEnd",
        "dev.latchkey.cohorts.ListEdits",
        "dev.latchkey.review.AddressConfirmations",
        "dev.latchkey.review.CorrectionEnd",
        "dev.latchkey.review.Corrections",
        "dev.latchkey.review.IdpListLoader",
        "dev.latchkey.review.IdpUploads",
        "dev.latchkey.rollout.Confirmations"
    };

    @Test
    void nobodyElseLocksAnOrganizationOrWritesTheRecordOfAChange() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOMS)
                .and()
                .haveNameNotMatching(String.join("|", BESIDE_THE_DOOR).replace(".", "\\."))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(OrganizationLock.class, Audit.class)
                .check(OurClasses.ALL);
    }

    /** Who asks for more than six things does more than one thing. These were there before the rule, and may only go. */
    @Test
    void noConstructorTakesMoreThanSixThings() {
        Map<String, Integer> larger =
                OurClasses.ALL.stream()
                        .filter(type -> type.getPackageName().startsWith("dev.latchkey"))
                        .filter(type -> !type.isRecord() && !type.isEnum())
                        .filter(type -> !type.isAnnotatedWith(Configuration.class))
                        .filter(type -> !type.getPackageName().startsWith("dev.latchkey.demo"))
                        .filter(type -> largest(type) > 6)
                        .collect(
                                Collectors.toMap(
                                        JavaClass::getSimpleName,
                                        DoorRuleTest::largest,
                                        Integer::max,
                                        TreeMap::new));
        assertThat(larger).isEmpty();
    }

    private static int largest(JavaClass type) {
        return type.getConstructors().stream()
                .mapToInt((JavaConstructor each) -> each.getRawParameterTypes().size())
                .max()
                .orElse(0);
    }
}
