package dev.latchkey;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Text becomes octets in few places, which can refuse. */
class ExitsTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.latchkey");

    @Test
    void onlyMailWritesToTheMailServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.latchkey.mail..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.mail..", "org.eclipse.angus..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.mail.Transport")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.mail.internet.InternetAddress")
                .check(CLASSES);
    }

    @Test
    void anAddressOfTheMailLibraryIsMadeOfAnOutgoingAddressOnly() {
        noClasses()
                .that()
                .doNotHaveSimpleName("OutgoingAddress")
                .should()
                .callConstructorWhere(target(owner(assignableTo("jakarta.mail.Address"))))
                .check(CLASSES);
    }

    @Test
    void internationalDomainsHaveOneForm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.latchkey.shared.DomainName")
                .and()
                .doNotHaveFullyQualifiedName("dev.latchkey.shared.DomainName$Letters")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.IDN")
                .check(CLASSES);
    }
}
