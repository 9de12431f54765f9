package dev.latchkey.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.latchkey.directory.User;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a real Keycloak sends and we must not accept: the person reads a sentence, the operator the reason. */
@NullUnmarked
class KeycloakRefusalTest extends EndToEnd {
    private static final String NOT_ACCEPTED =
            "The answer from your identity provider was not accepted.";
    private static final String NO_ACCOUNT =
            "There is no account for you here. Please contact your administrator.";

    /** Keycloak's administrator typed another name for us, so its assertions are for somebody else. */
    @Test
    void anAssertionForAnotherAudienceIsRefusedAndExplainedToTheOperator() {
        Company company =
                company(
                        new ConnectionPlan().acceptingUnsolicited(),
                        Realm.attributes(PLAIN)
                                .andThen(Realm.startedAt("console"))
                                .andThen(KeycloakRefusalTest::misnamed));
        try (Person person = person();
                Person operator = person().asOperator()) {
            person.open(company.realm().startUrl("console")).signInAtIdp(Company.ADA);
            String reference = person.isRefused(NOT_ACCEPTED);

            assertThat(failure(reference, company, "audience_mismatch"))
                    .containsEntry("expected", connections.spEntityId(company.connection()))
                    .containsEntry("found", "\"urn:somebody-else\"");
            assertThat(person.isSignedIn()).isFalse();
            explains(operator, reference, "audience_mismatch", "urn:somebody-else");
        }
        refusedEverything(company);
    }

    private static void misnamed(ObjectNode client) {
        client.put("clientId", "urn:somebody-else");
    }

    private static void explains(Person operator, String reference, String code, String found) {
        operator.open("/operator/failures/" + reference);
        Page page = operator.page();
        assertThat(page.locator("main")).containsText(code);
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("audience")))
                .containsText("failed");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("response signature")))
                .containsText("passed");
        assertThat(page.locator("pre").textContent())
                .contains("AudienceRestriction")
                .contains(found);
    }

    @Test
    void whoeverIsUnknownHereIsRefused() {
        Company company = plainCompany(new ConnectionPlan());
        String stranger = "stranger@" + company.realm().name() + ".example";
        company.realm().addUser("stranger", stranger);
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp("stranger");
            assertThat(failure(person.isRefused(NO_ACCOUNT), company, "user_unknown"))
                    .containsEntry("found", stranger);
            assertThat(person.isSignedIn()).isFalse();
        }
        refusedEverything(company);
    }

    /** Requirement A18: what this IdP says of another organization's user counts for nothing. */
    @Test
    void anIdpCannotVouchForAUserOfAnotherOrganization() {
        Company company = plainCompany(new ConnectionPlan());
        Company other = plainCompany(new ConnectionPlan());
        User victim = other.ada();
        company.realm().addUser("mallory", victim.email());
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp("mallory");
            assertThat(failure(person.isRefused(NO_ACCOUNT), company, "user_unknown"))
                    .containsEntry("found", victim.email());
            assertThat(person.isSignedIn()).isFalse();
        }
        assertThat(sessions(victim)).isEmpty();
        refusedEverything(company);
        refusedEverything(other);
    }

    @Test
    void whoeverIsNotEnabledIsRefused() {
        Company company = plainCompany(new ConnectionPlan());
        User bob = user(company.organization(), "bob@" + company.realm().name() + ".example");
        company.realm().addUser("bob", bob.email());
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp("bob");
            String reference =
                    person.isRefused(
                            "Single sign-on is not switched on for your account. Please contact your"
                                    + " administrator.");
            assertThat(failure(reference, company, "user_not_enabled"))
                    .containsEntry("found", bob.email());
        }
        assertThat(sessions(bob)).isEmpty();
        refusedEverything(company);
    }

    /** After a change of keys the old certificate verifies nothing, until the new one is pinned beside it. */
    @Test
    void aChangedSigningKeyIsRefusedUntilItsCertificateIsPinned() {
        ConnectionPlan plan = new ConnectionPlan();
        Company company = plainCompany(plan);
        company.realm().changeSigningKey();
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            failure(person.isRefused(NOT_ACCEPTED), company, "signature_invalid");
            refusedEverything(company);

            assertThat(change(company, plan).details().certificates()).hasSize(2);

            person.beginSignIn(company.ada().email()).arrives(company.ada().email());
            onlySsoSession(company);
        }
    }

    @Test
    void anotherNameIdFormatIsRefused() {
        Company company =
                company(
                        new ConnectionPlan(),
                        Realm.attributes(PLAIN)
                                .andThen(
                                        Realm.attributes(
                                                Map.of(
                                                        "saml_name_id_format",
                                                        "username",
                                                        "saml_force_name_id_format",
                                                        "true"))));
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            assertThat(failure(person.isRefused(NOT_ACCEPTED), company, "name_id_format"))
                    .containsEntry(
                            "expected", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")
                    .containsEntry(
                            "found", "\"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified\"");
        }
        refusedEverything(company);
    }

    @Test
    void unauthenticatedEncryptionIsRefused() {
        Company company =
                company(
                        new ConnectionPlan(),
                        Realm.attributes(
                                Map.of(
                                        "saml.encryption.algorithm",
                                        "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
                                        "saml.client.signature",
                                        "false")));
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            assertThat(failure(person.isRefused(NOT_ACCEPTED), company, "encryption_algorithm"))
                    .containsEntry("found", "\"http://www.w3.org/2001/04/xmlenc#aes256-cbc\"");
        }
        refusedEverything(company);
    }

    private void refusedEverything(Company company) {
        assertThat(sessions(company.ada())).isEmpty();
        assertThat(records(company.organization(), "login.sso")).isZero();
    }
}
