package dev.latchkey;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.latchkey.testing.OurClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Text becomes octets in few places, which can refuse. */
class ExitsTest {
    private static final JavaClasses CLASSES = OurClasses.ALL;

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
                .and()
                // Hosts of web addresses have the form that browsers give them.
                .doNotHaveFullyQualifiedName("dev.latchkey.url.DomainToAscii$Letters")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.IDN")
                .check(CLASSES);
    }

    /** A second reader would know less of what spreadsheets write, and a second writer less of formulas. */
    @Test
    void oneReaderAndOneWriterKnowCsv() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.latchkey.csv")
                .and()
                .doNotHaveSimpleName("SafeCsv")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.csv..")
                .check(CLASSES);
    }

    /** Whoever takes an address apart by themself forgets that its domain has several spellings. */
    @Test
    void onlyAnAddressKnowsItsDomain() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(
                            files.filter(file -> file.toString().endsWith(".java"))
                                    .filter(ExitsTest::takesAnAddressApart))
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .containsExactlyInAnyOrder(
                            "EmailAddress.java",
                            "EmailFault.java",
                            "MailSender.java",
                            // A rule by domain is typed with or without what stands before the at
                            // sign.
                            "Rules.java",
                            // Neither takes an address: the name of a job, and the user information
                            // of a URL.
                            "SessionEnd.java");
        }
    }

    /** What it makes of an address is not what browsers make of it. */
    @Test
    void noAddressIsReadByJavaNetUri() {
        noClasses()
                .that()
                // It carries the base URL, which WebUrl has read.
                .doNotHaveFullyQualifiedName("dev.latchkey.shared.LatchkeySettings")
                .should()
                .callConstructor(URI.class, String.class)
                .orShould()
                .callMethodWhere(
                        target(owner(assignableTo(URI.class)))
                                .and(
                                        target(
                                                nameMatching(
                                                        "create|get(Raw)?(Host|Authority|UserInfo)|getPort"))))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(URISyntaxException|MalformedURLException)")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("org\\.springframework\\.web\\.util\\.Uri.*")
                .check(CLASSES);
    }

    private static boolean takesAnAddressApart(Path file) {
        try {
            return Files.readString(file)
                    .matches("(?s).*(ndexOf\\('@'\\)|ndexOf\\(\"@\"\\)|split\\(\"@).*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
