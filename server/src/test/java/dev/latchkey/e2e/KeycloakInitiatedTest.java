package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Sign-ins that begin at the IdP (requirement D10). */
@NullUnmarked
class KeycloakInitiatedTest extends EndToEnd {
    @Test
    void becomesASignInOfOurs() {
        Company company = initiated(new ConnectionPlan());
        try (Person person = person()) {
            List<String> answers = new ArrayList<>();
            person.page().onRequest(request -> noteAnswer(request, answers));

            person.open(company.realm().startUrl("console")).signInAtIdp(Company.ADA);
            person.arrives(company.ada().email());

            assertThat(answers).as("the unsolicited Response, and the one asked for").hasSize(2);
        }
        onlySsoSession(company);
        onlySignInOnRecord(company);
        assertThat(spentRequests(company)).isOne();
    }

    private static void noteAnswer(Request request, List<String> answers) {
        if (request.url().endsWith("/acs")) {
            answers.add(request.url());
        }
    }

    @Test
    void isAcceptedAsItIsWhereTheConnectionAllowsIt() {
        Company company = initiated(new ConnectionPlan().acceptingUnsolicited());
        try (Person person = person()) {
            person.open(company.realm().startUrl("console")).signInAtIdp(Company.ADA);
            person.arrives(company.ada().email());
        }
        onlySsoSession(company);
        onlySignInOnRecord(company);
        assertThat(spentRequests(company)).isZero();
    }

    /** A refusal after the detour is no reason to take the next attempt for a loop. */
    @Test
    void canBeTriedAgainAfterARefusal() {
        Company company = initiated(new ConnectionPlan());
        company.realm().addUser("stranger", "stranger@" + company.realm().name() + ".example");
        String sentence = "There is no account for you here. Please contact your administrator.";
        try (Person person = person()) {
            person.open(company.realm().startUrl("console")).signInAtIdp("stranger");
            failure(person.isRefused(sentence), company, "user_unknown");
            person.open(company.realm().startUrl("console"));
            failure(person.isRefused(sentence), company, "user_unknown");
        }
    }

    /** The IdP's administrator wrote a RelayState that leads elsewhere; nobody follows it. */
    private Company initiated(ConnectionPlan plan) {
        return company(
                plan,
                Realm.attributes(PLAIN)
                        .andThen(Realm.startedAt("console"))
                        .andThen(
                                Realm.attributes(
                                        Map.of(
                                                "saml_idp_initiated_sso_relay_state",
                                                "https://elsewhere.example/"))));
    }

    private int spentRequests(Company company) {
        return jdbc.sql(
                        """
                        select count(*) from authn_request where connection_id = :connection
                          and spent_at is not null
                        """)
                .param("connection", company.connection().id().value())
                .query(Integer.class)
                .single();
    }
}
