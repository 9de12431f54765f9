package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import dev.latchkey.directory.Organization;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What browsers do by themselves: keep cookies back, go back, open tabs, follow a link twice. */
@NullUnmarked
class KeycloakBrowserTest extends EndToEnd {
    /** Requirement D11: the answer comes from another site without our cookies; the next page gets them. */
    @Test
    void theBrowsersOwnCookieBindsTheSessionThoughTheAnswerComesWithoutIt() {
        Company company = plainCompany(new ConnectionPlan());
        assertThat(URI.create(company.realm().entityId()).getHost())
                .isNotEqualTo(URI.create(latchkey).getHost());
        try (Person person = person()) {
            List<Request> requests = watch(person.page());
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            person.arrives(company.ada().email());

            Map<String, String> acs = headers(requests, "/acs");
            assertThat(acs).containsEntry("sec-fetch-site", "cross-site");
            assertThat(acs.getOrDefault("cookie", "")).doesNotContain("latchkey");
            assertThat(headers(requests, "/login/finish").get("cookie"))
                    .contains("latchkey_browser=" + person.cookie("latchkey_browser"));
        }
        onlySsoSession(company);
    }

    /** A field of the type for addresses would refuse the one, and write the other's domain otherwise. */
    @Test
    void anInternationalAddressSignsInAsItIsTyped() {
        String mark = Long.toHexString(System.nanoTime());
        String german = "j\u00f6rg@acme" + mark + ".example";
        String domain = "pat@m\u00fcller" + mark + ".example";
        Organization organization = organization("Letters " + mark);
        user(organization, german);
        user(organization, domain);
        for (String email : List.of(german, domain, domain.toUpperCase(Locale.ROOT))) {
            try (Person person = person()) {
                person.open("/login");
                person.page().getByLabel("Email address").fill(email);
                person.click("Continue");
                person.page().getByLabel("Password").fill("correct horse battery");
                person.page().keyboard().press("Enter");
                person.page().waitForURL(latchkey + "/console");
            }
        }
    }

    @Test
    void theLinkThatEndsASignInWorksOnce() {
        Company company = plainCompany(new ConnectionPlan());
        try (Person person = person()) {
            List<Request> requests = watch(person.page());
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            person.arrives(company.ada().email());
            String finish = only(requests, "/login/finish").url();

            person.open(finish); // as by going back
            person.arrives(company.ada().email());
            onlySsoSession(company);

            person.page().context().clearCookies();
            person.open(finish);
            String sentence =
                    "This sign-in has already been used or took too long. Please start again.";
            assertThat(code(person.isRefused(sentence))).isEqualTo("ticket_invalid");
            assertThat(person.isSignedIn()).isFalse();
        }
        onlySsoSession(company);
    }

    /** Whoever is lured to the end of somebody else's sign-in stays who they are. */
    @Test
    void theLinkThatEndsASignInIsWorthNothingInAnotherBrowser() {
        Company company = plainCompany(new ConnectionPlan());
        try (Person person = person();
                Person other = person()) {
            List<String> kept = new CopyOnWriteArrayList<>();
            person.page().route("**/acs", route -> kept.add(answeredWith(route)));
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            person.page().waitForCondition(() -> !kept.isEmpty());

            other.open(latchkey + kept.getFirst());

            String sentence =
                    "This sign-in was started in another browser. Please start again here.";
            assertThat(code(other.isRefused(sentence))).isEqualTo("other_browser");
            assertThat(other.isSignedIn()).isFalse();
        }
        assertThat(sessions(company.ada()))
                .singleElement()
                .satisfies(session -> assertThat(session).containsEntry("state", "PENDING"));
    }

    /** Where the ACS sends the browser, which is not told. */
    private static String answeredWith(Route route) {
        APIResponse answer = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
        route.abort();
        return answer.headers().get("location");
    }

    @Test
    void twoSignInsOfOneBrowserBothFinish() {
        Company company = plainCompany(new ConnectionPlan());
        String email = company.ada().email();
        try (Person first = person()) {
            Person second = first.inAnotherTab();
            first.beginSignIn(email).page().locator("#username").waitFor();
            second.beginSignIn(email).page().locator("#username").waitFor();

            first.signInAtIdp(Company.ADA).arrives(email);
            second.arrives(email); // Keycloak's own page there has noticed and goes on by itself

            assertThat(first.isSignedIn()).isTrue();
            assertThat(second.isSignedIn()).isTrue();
        }
        onlySsoSession(company);
        assertThat(records(company.organization(), "login.sso")).isEqualTo(2);
        assertThat(failures(company.organization())).isZero();
    }

    /** Keycloak's page answers once more, in one way or another: that counts for nothing, and a click leads on. */
    @Test
    void goingBackAfterASignInBreaksNothing() {
        Company company = plainCompany(new ConnectionPlan());
        try (Person person = person()) {
            person.beginSignIn(company.ada().email()).signInAtIdp(Company.ADA);
            person.arrives(company.ada().email());

            person.page().goBack();

            String reference = person.isRefused();
            assertThat(code(reference))
                    .isIn("assertion_replayed", "request_answered", "status_not_success");
            person.click("Back to sign-in").arrives(company.ada().email());
        }
        onlySsoSession(company);
        assertThat(records(company.organization(), "login.sso")).isOne();
    }

    private static List<Request> watch(Page page) {
        List<Request> requests = new CopyOnWriteArrayList<>();
        page.onRequest(requests::add);
        return requests;
    }

    private static Request only(List<Request> requests, String path) {
        List<Request> found =
                requests.stream()
                        .filter(each -> URI.create(each.url()).getPath().endsWith(path))
                        .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Map<String, String> headers(List<Request> requests, String path) {
        return only(requests, path).allHeaders();
    }

    private String code(String reference) {
        return jdbc.sql("select code from sign_in_failure where reference = :reference")
                .param("reference", reference)
                .query(String.class)
                .single();
    }
}
