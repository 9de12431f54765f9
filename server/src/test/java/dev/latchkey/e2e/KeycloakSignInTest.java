package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.latchkey.connections.Connection;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sign-ins that succeed, in the variations that Keycloak knows. It has no ECDSA for SAML: its SAML protocol takes the
 * realm's active RSA key and nothing else, whatever keys the realm has, and its list of algorithms has RSA PKCS#1 v1.5,
 * RSA-PSS and DSA. ECDSA is proven by the fixtures of the core.
 */
@NullUnmarked
class KeycloakSignInTest extends EndToEnd {
    /** An operator pastes Keycloak's metadata, Keycloak's administrator imports ours, and nobody sets anything else. */
    @Test
    void theTwoMetadataDocumentsAreAllThatIsNeeded() {
        Realm realm = Realm.create("plain");
        Organization organization = organization("Plain " + realm.name());
        User ada = user(organization, "ada@" + realm.name() + ".example");
        realm.addUser(Company.ADA, ada.email());
        try (Person operator = person().asOperator();
                Person person = person()) {
            Connection connection = connectByMetadata(operator, organization, realm);
            realm.addClient(publicMetadata(operator, connection), client -> {});
            enroll(ada, connection, Standing.State.PILOT);

            person.beginSignIn(ada.email()).signInAtIdp(Company.ADA).arrives(ada.email());

            assertThat(person.page().content()).contains(organization.name());
            Company company = new Company(organization, realm, connection, ada);
            assertThat(onlySsoSession(company)).containsEntry("name_id", ada.email());
            onlySignInOnRecord(company);
            assertThat(failures(organization)).isZero();
        }
    }

    private Connection connectByMetadata(Person operator, Organization organization, Realm realm) {
        Requests.focus(jdbc, OperatorByCookie.SAM.id(), organization.id());
        operator.open("/operator/organizations/" + organization.id() + "/connections/new");
        Page page = operator.page();
        page.fill("#text", new String(realm.metadata(), StandardCharsets.UTF_8));
        operator.click("Show what it says").sees("New connection");
        assertThat(page.inputValue("#idpEntityId")).isEqualTo(realm.entityId());
        assertThat(page.inputValue("#ssoBinding")).isEqualTo("HTTP_REDIRECT");
        assertThat(page.isChecked("[name=signAuthnRequests]")).isTrue();
        operator.click("Save the connection");
        operator.sees(realm.entityId().replace("http://", ""));
        return connections.of(organization.id()).getFirst();
    }

    private String publicMetadata(Person anybody, Connection connection) {
        return anybody.page().context().request().get(connections.metadataUrl(connection)).text();
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void aSignedResponseIsEnough(Binding binding) {
        signsIn(plainCompany(new ConnectionPlan().by(binding)));
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void signedRequestsAreWhatKeycloakAsksFor(Binding binding) {
        ConnectionPlan plan = new ConnectionPlan().by(binding).signingRequests();
        signsIn(company(plan, Realm.attributes(Map.of("saml.encrypt", "false"))));
    }

    @Test
    void keycloakDoesNotTakeUnsignedRequestsWhereItAsksForSignedOnes() {
        Company company =
                company(new ConnectionPlan(), Realm.attributes(Map.of("saml.encrypt", "false")));
        try (Person person = person()) {
            person.beginSignIn(company.ada().email());
            assertThat(person.page().url()).startsWith(company.realm().entityId());
            assertThat(person.page().locator("#username").count()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"BOTH, true, true", "ASSERTION, false, true"})
    void whatMustBeSignedIs(SignaturePolicy policy, String response, String assertion) {
        signsIn(
                company(
                        new ConnectionPlan().signed(policy),
                        Realm.attributes(
                                        Map.of(
                                                "saml.server.signature",
                                                response,
                                                "saml.assertion.signature",
                                                assertion))
                                .andThen(Realm.attributes(PLAIN))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_SHA512", "RSA_SHA256_MGF1"})
    void otherStrongAlgorithmsAreAccepted(String algorithm) {
        signsIn(
                company(
                        new ConnectionPlan().signed(SignaturePolicy.BOTH),
                        Realm.attributes(
                                        Map.of(
                                                "saml.signature.algorithm",
                                                algorithm,
                                                "saml.assertion.signature",
                                                "true"))
                                .andThen(Realm.attributes(PLAIN))));
    }

    /** As Keycloak encrypts by itself: AES-256-GCM, the key by RSA-OAEP. */
    @Test
    void anEncryptedAssertionIsOpened() {
        signsIn(
                company(
                        new ConnectionPlan().onlyEncrypted().signed(SignaturePolicy.BOTH),
                        Realm.attributes(
                                Map.of(
                                        "saml.assertion.signature",
                                        "true",
                                        "saml.client.signature",
                                        "false"))));
    }

    @Test
    void anAssertionEncryptedTheOlderWayIsOpened() {
        signsIn(
                company(
                        new ConnectionPlan().onlyEncrypted(),
                        Realm.attributes(
                                Map.of(
                                        "saml.encryption.algorithm",
                                        "http://www.w3.org/2009/xmlenc11#aes128-gcm",
                                        "saml.encryption.keyAlgorithm",
                                        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                                        "saml.client.signature",
                                        "false"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"persistent", "transient"})
    void theEmailMayStandInAnAttributeBesideAnOpaqueNameId(String format) {
        Company company =
                company(
                        new ConnectionPlan().emailInAttribute("email"),
                        Realm.attributes(
                                        Map.of(
                                                "saml_name_id_format",
                                                format,
                                                "saml_force_name_id_format",
                                                "true"))
                                .andThen(Realm.attributes(PLAIN))
                                .andThen(Realm.emailAttribute("email")));

        Map<String, Object> session = signsIn(company);

        assertThat(session.get("name_id_format"))
                .isEqualTo("urn:oasis:names:tc:SAML:2.0:nameid-format:" + format);
        assertThat(session.get("name_id").toString()).startsWith("G-");
    }

    @Test
    void aRequestByPostNeedsNoClickAndCatchesNobodyWhoGoesBack() {
        Company company = plainCompany(new ConnectionPlan().by(Binding.HTTP_POST));
        try (Person person = person().open("/login")) {
            person.open("/login/sso?connection=" + company.connection().id());
            person.page().waitForURL(url -> url.startsWith(company.realm().entityId()));
            person.page().goBack();
            person.page().waitForTimeout(500);
            assertThat(person.page().url()).startsWith(latchkey);
            person.beginSignIn(company.ada().email());
            person.signInAtIdp(Company.ADA).arrives(company.ada().email());
        }
    }

    @Test
    void withoutScriptsARequestByPostHasAButton() {
        Company company = plainCompany(new ConnectionPlan().by(Binding.HTTP_POST));
        try (Person person = personWithoutScripts().beginSignIn(company.ada().email())) {
            person.sees("Continue to your organization's sign-in").click("Continue");
            person.signInAtIdp(Company.ADA).sees("Authentication Redirect");
            person.page().click("[type=submit]");
            person.arrives(company.ada().email());
        }
    }

    @Test
    void whoeverIsEnforcedIsLedStraightToTheIdp() {
        Company company = plainCompany(new ConnectionPlan());
        signsIn(company);
        enroll(company.ada(), company.connection(), Standing.State.ENFORCED);
        try (Person person = person()) {
            person.open("/login").page().fill("#email", company.ada().email());
            person.click("Continue");
            person.signInAtIdp(Company.ADA).arrives(company.ada().email());
        }
    }

    private Map<String, Object> signsIn(Company company) {
        try (Person person = person()) {
            person.beginSignIn(company.ada().email());
            person.signInAtIdp(Company.ADA).arrives(company.ada().email());
        }
        onlySignInOnRecord(company);
        assertThat(failures(company.organization())).isZero();
        return onlySsoSession(company);
    }
}
