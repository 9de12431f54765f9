package dev.latchkey;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.testing.OurClasses;
import java.util.Map;
import java.util.Set;
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

    private static final Set<String> OLDER =
            Set.of(
                    // Pages that show what many have to say, and nothing else.
                    "CohortController",
                    "CohortPages",
                    "ListController",
                    "PilotController",
                    "ReadinessController",
                    "Shown",
                    "SwitchController",
                    "UserController",
                    // The door, the guards, and what the change does: one each.
                    "AnnouncementService",
                    "Approvals",
                    "Corrections",
                    "Enforcements",
                    "GoAheads",
                    // Mails, limits, time and a record beside the change.
                    "AddressConfirmations",
                    "AnnouncementSender",
                    "Connections",
                    "EmergencyService",
                    "Failures",
                    "KeyRenewal",
                    "Operators",
                    "PasswordResets",
                    "Requests",
                    "SloController",
                    "Users",
                    // Batches with their own bounds.
                    "IdpListLoader",
                    "LargeImports",
                    "UserImports",
                    // The face of a module: it hands on.
                    "Directory",
                    // Values of the core, whose parts have no names outside.
                    "WebUrl",
                    "XmlElement");

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

    /** Whoever asks for more than six things does more than one thing. These were there before the rule; no other joins them. */
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
        assertThat(larger.keySet()).isSubsetOf(OLDER).containsAll(OLDER);
    }

    /**
     * What is larger has two subjects, which nobody finds by the name of one. The core's own package is what only the
     * verifier may make, behind one wall.
     */
    @Test
    void noPackageIsTooLargeToBeLookedThrough() {
        Map<String, Long> files =
                OurClasses.ALL.stream()
                        .filter(type -> type.getPackageName().startsWith("dev.latchkey"))
                        .filter(type -> !type.getPackageName().equals("dev.latchkey.saml"))
                        .filter(JavaClass::isTopLevelClass)
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName, Collectors.counting()));
        assertThat(files).allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(46));
    }

    private static int largest(JavaClass type) {
        return type.getConstructors().stream()
                .mapToInt((JavaConstructor each) -> each.getRawParameterTypes().size())
                .max()
                .orElse(0);
    }
}
