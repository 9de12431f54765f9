package dev.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.testing.OurClasses;
import dev.latchkey.web.OrganizationPath;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;

/** The house stands as docs/architecture.md draws it. */
class ArchitectureTest {
    private static final String ASKED_IN_ONE_PLACE =
            "getRemote(Addr|Host|Port)|getServer(Name|Port)|getRequestURL|getScheme|isSecure|getLocal(Addr|Name|Port)";

    private static final JavaClasses CLASSES = OurClasses.ALL;

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
                        "dev.latchkey.failures..",
                        "dev.latchkey.login..",
                        "dev.latchkey.logout..",
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

    /** Whom a request comes from is asked in one place, and where this server is comes from its base URL alone. */
    @Test
    void nobodyElseAsksARequestWhereItComesFromOrWhereItWent() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.latchkey.http.ClientAddress")
                .and()
                .doNotHaveFullyQualifiedName("dev.latchkey.http.ProxyValve")
                .should()
                .callMethodWhere(
                        describe(
                                "a request's question of " + ASKED_IN_ONE_PLACE,
                                (JavaMethodCall call) ->
                                        call.getTarget().getName().matches(ASKED_IN_ONE_PLACE)
                                                && call.getTargetOwner()
                                                        .isAssignableTo(ServletRequest.class)))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(
                        "org.springframework.web.servlet.support.ServletUriComponentsBuilder")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.web.filter.ForwardedHeaderFilter")
                .check(CLASSES);
    }

    @Test
    void onlyTheValveNamesTheHeadersOfProxies() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .filter(file -> file.toString().matches(".*\\.(java|yml|html)"))
                                    .filter(ArchitectureTest::namesAProxysHeader))
                    .extracting(file -> String.valueOf(file.getFileName()))
                    .containsExactlyInAnyOrder("ProxyValve.java", "ForwardedFor.java");
        }
    }

    private static boolean namesAProxysHeader(Path file) {
        try {
            return Files.readString(file).matches("(?is).*(x-forwarded|x-real-ip|\"forwarded\").*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Heavy work takes turns, and only where it is known to be heavy. */
    @Test
    void onlyPasswordsHashesAndOnlyTheConnectionsMakeKeyPairs() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.latchkey.secrets.Passwords")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.security.crypto..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javax.crypto.SecretKeyFactory")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.latchkey.connections.ConnectionKeys")
                .and()
                .resideOutsideOfPackage("dev.latchkey.demo..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.KeyPairGenerator")
                .check(CLASSES);
    }

    /** The pools are chosen in one place; whoever made one of their own would be outside of the bounds. */
    @Test
    void onlyTheDatabaseModuleMakesPools() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.latchkey.database..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.zaxxer.hikari..")
                .check(CLASSES);
    }

    /** A controller gets the organization looked up, for whoever has business there, or is not reached. */
    @Test
    void onlyTheResolverOfVisitsReadsTheOrganizationInAnAddress() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.latchkey.directory.VisitResolver")
                .and()
                .doNotHaveFullyQualifiedName("dev.latchkey.support.RequestGate")
                .should()
                .accessTargetWhere(accessOf(OrganizationPath.class, "named"))
                .check(CLASSES.that(are(not(type(OrganizationPath.class)))));
        noClasses()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .accessTargetWhere(accessOf(OrganizationId.class, "parse"))
                .check(CLASSES);
        assertThat(
                        CLASSES.stream()
                                .filter(each -> each.isAnnotatedWith(Controller.class))
                                .flatMap(each -> Stream.of(each.reflect().getDeclaredMethods()))
                                .filter(method ->
                                        Stream.of(method.getParameters())
                                                .anyMatch(
                                                        ArchitectureTest::takesAnOrganizationsSid)))
                .isEmpty();
    }

    private static DescribedPredicate<JavaAccess<?>> accessOf(Class<?> type, String member) {
        return describe(
                type.getSimpleName() + "." + member,
                access ->
                        access.getTargetOwner().isEquivalentTo(type)
                                && access.getTarget().getName().equals(member));
    }

    private static boolean takesAnOrganizationsSid(Parameter parameter) {
        PathVariable variable = parameter.getAnnotation(PathVariable.class);
        return variable != null
                && List.of(variable.value(), variable.name(), parameter.getName())
                        .contains("organization");
    }
}
