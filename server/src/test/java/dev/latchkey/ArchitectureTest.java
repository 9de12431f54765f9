package dev.latchkey;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
}
