package dev.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.latchkey.shared.SecretBox;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The house stands as docs/architecture.md draws it. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.latchkey");

    @Test
    void modulesDependOnlyOnWhatTheyName() {
        ApplicationModules.of(LatchkeyApplication.class).verify();
    }

    @Test
    void onlySomeModulesSpeakSaml() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.latchkey.saml..",
                        "dev.latchkey.connections..",
                        "dev.latchkey.login..",
                        "dev.latchkey.cli..",
                        "dev.latchkey.demo..",
                        "dev.latchkey.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.latchkey.saml..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCoreParsesXml() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.latchkey.saml..", "dev.latchkey.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.xml.parsers..",
                        "javax.xml.stream..",
                        "javax.xml.transform..",
                        "javax.xml.crypto..",
                        "org.w3c.dom..",
                        "org.xml.sax..",
                        "com.fasterxml.aalto..")
                .check(CLASSES);
    }

    /** So whoever has a box may rely on it that these are the database's keys. */
    @Test
    void secretsAreSealedWithKeysThatWereHeldAgainstTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.latchkey.secretkeys..")
                .should()
                .callConstructorWhere(
                        JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(type(SecretBox.class))))
                .orShould()
                .callMethod(SecretBox.class, "sealWith", String.class)
                .check(CLASSES.that(are(not(type(SecretBox.class)))));
    }

    /** What is encrypted elsewhere would be forgotten when a key is to be retired. */
    @Test
    void nothingIsEncryptedButByTheSecretBoxAndInMessages() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.latchkey.saml..", "dev.latchkey.demo..")
                .and()
                .doNotBelongToAnyOf(SecretBox.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Cipher.class)
                .check(CLASSES);
    }
}
