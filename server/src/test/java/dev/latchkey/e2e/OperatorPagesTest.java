package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.testing.Requests;
import dev.latchkey.web.SessionAuthenticator;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/** What operators and admins do, in a real browser, and how the pages look when there is something on them. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "latchkey.data-dir=${java.io.tmpdir}/latchkey-test-${random.uuid}")
@org.jspecify.annotations.NullUnmarked
class OperatorPagesTest {
    private static final String WHO = "who";
    private static Chromium chromium;

    @LocalServerPort int port;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    private Organization acme;
    private BrowserContext browser;
    private Page page;
    private Viewer viewer;

    /** Takes a cookie's word for who asks: the sign-in is not what is tested here. */
    @TestConfiguration
    static class Credulous {
        @Bean
        SessionAuthenticator byCookie() {
            return request -> cookie(request).map(Credulous::authentication);
        }

        private static Optional<String> cookie(HttpServletRequest request) {
            return Stream.ofNullable(request.getCookies())
                    .flatMap(Arrays::stream)
                    .filter(cookie -> cookie.getName().equals(WHO))
                    .map(jakarta.servlet.http.Cookie::getValue)
                    .findFirst();
        }

        private static Authentication authentication(String who) {
            return who.equals("operator")
                    ? authenticated(People.OPERATOR, "ROLE_OPERATOR")
                    : authenticated(
                            new SignedInUser(
                                    dev.latchkey.shared.UserId.next(),
                                    OrganizationId.parse(who).orElseThrow(),
                                    "ann@acme.example",
                                    "Ann Admin",
                                    true,
                                    "SSO",
                                    Instant.now()),
                            "ROLE_USER",
                            "ROLE_ADMIN");
        }

        private static Authentication authenticated(Object principal, String... roles) {
            return UsernamePasswordAuthenticationToken.authenticated(
                    principal, null, AuthorityUtils.createAuthorityList(roles));
        }
    }

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void anOrganization() {
        acme = People.ok(directory.create(Actor.SYSTEM, "Acme International", Edition.ENTERPRISE));
        People.employ(jdbc);
        Requests.focus(jdbc, People.OPERATOR.id(), acme.id());
        page = chromium.browser().newPage();
        page.setViewportSize(1280, 800);
        viewer = new Viewer(page);
        browser = page.context();
        signIn("operator");
    }

    @AfterEach
    void nothingWasAmiss() {
        assertThat(viewer.complaints()).isEmpty();
        browser.close();
    }

    private void signIn(String who) {
        browser.clearCookies();
        browser.addCookies(List.of(new Cookie(WHO, who).setUrl(url("/"))));
    }

    @Test
    void anOperatorSetsUpAnOrganizationWithTheKeyboardOnly() {
        page.navigate(url("/operator"));
        look("organizations");
        page.locator("text=New organization").focus();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.locator("#name").focus();
        page.keyboard().type("Globex");
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        look("organization-new");
        page.keyboard().press("Enter");

        page.waitForURL("**/operator/organizations/OR*");
        assertThat(page.textContent("h1")).isEqualTo("Globex");
        assertThat(page.textContent("main")).contains("Enterprise");
        look("organization");
        workOnARequestOf(page.url().substring(page.url().lastIndexOf('/') + 1));
        page.click("text=Change name or edition");
        page.fill("#name", " ");
        page.evaluate("document.querySelector('#name').removeAttribute('required')");
        page.click("text=Save");
        assertThat(page.textContent("[role=alert]")).contains("directory.name_unusable");
        look("organization-refused");
    }

    @Test
    void aFormStillWorksAfterAnotherPageWasOpenedInASecondTab() {
        page.navigate(url(path("/accounts")));
        Page second = browser.newPage();
        second.navigate(url("/operator"));
        second.navigate(url(path("/users/new")));

        page.fill("#name", "From the first tab");
        page.click("text=Create account");

        assertThat(page.textContent("h1")).isEqualTo("From the first tab");
    }

    @Test
    void accountsAndUsersAreMadeAndLookedAt() {
        page.navigate(url(path("/accounts")));
        look("accounts-empty");
        page.fill("#name", "Sales");
        page.click("text=Create account");
        look("account-empty");
        page.navigate(url(path("/accounts")));
        look("accounts");

        page.navigate(url(path("/users")));
        look("users-empty");
        page.click("text=New user");
        look("user-new");
        String email = People.email();
        page.fill("#email", email);
        page.fill("#name", "Ada Byron");
        page.check("text=Admin of the organization");
        page.check("label:has-text('Sales')");
        page.click("text=Create user");
        assertThat(page.textContent("main")).contains("Ada Byron", email, "Sales");
        look("user");

        page.click("text=Make a link to set a password");
        assertThat(page.textContent("#link")).contains("/login/reset?token=");
        look("password-link");
        page.reload();
        assertThat(page.textContent("h1")).as("no other link is made").isEqualTo("Ada Byron");
        page.click("button:has-text('Deactivate')");
        assertThat(page.textContent("main")).contains("inactive");
        look("user-inactive");
        page.click("button:has-text('Activate')");
        page.click("text=Change");
        look("user-edit");

        page.navigate(url(path("/accounts")));
        page.click("main >> text=Sales");
        assertThat(page.textContent("main")).contains(email);
        look("account");
    }

    @Test
    void aFileIsImported() {
        People.user(directory, acme, "present@acme.example");
        for (int i = 0; i < 60; i++) {
            People.ok(
                    directory.createUser(
                            Caller.system(acme.id()),
                            new NewUser("u" + i + People.email(), "User " + i, false)));
        }
        page.navigate(url(path("/users/import")));
        look("import");
        page.setInputFiles(
                "#file",
                file(
                        """
                        email,name,admin,kind,accounts,phone
                        new@acme.example,Nina New,yes,,,1
                        bot@acme.example,Reports,,API_ONLY,,2
                        present@acme.example,Another Name,,,,3
                        no address at all,Bob,,,,4
                        dora@acme.example,Dora,,,Nowhere,5
                        """));
        page.click("text=Show what it would do");
        assertThat(page.textContent("h1")).isEqualTo("What the import would do");
        look("import-preview");
        page.click("text=Import 2 users");
        assertThat(page.textContent("h1")).isEqualTo("The import is done");
        look("import-done");
        page.click("text=To the users");
        assertThat(page.textContent(".pager")).contains("50 of 63");
        look("users");
        page.fill("#q", "Nina");
        page.keyboard().press("Enter");
        page.waitForURL("**?q=Nina");
        assertThat(page.textContent("main")).contains("new@acme.example", "of 1");
    }

    @Test
    void aFileThatIsNoListAndATextThatIsTooLargeGetAPlainSentence() {
        page.navigate(url(path("/users/import")));
        page.setInputFiles("#file", file("x".repeat(10 * 1024 * 1024)));
        page.click("text=Show what it would do");
        assertThat(page.textContent("[role=alert]")).contains("A line is far too long");
        look("import-refused");

        // More than other pages take.
        page.navigate(url(path("/users/import")));
        page.setInputFiles("#file", file("name\n".repeat(4 * 1024 * 1024)));
        page.click("text=Show what it would do");
        assertThat(page.textContent("[role=alert]")).contains("names no column email");

        page.navigate(url(path("/users/import")));
        page.fill("#text", "x".repeat(2 * 1024 * 1024));
        page.click("text=Show what it would do");
        assertThat(page.textContent("main")).contains("too large");
    }

    @Test
    void theAuditLogIsSearchedAndVerified() {
        User user = People.user(directory, acme, People.email());
        page.navigate(url("/operator/audit"));
        page.click("text=Verify now");
        assertThat(page.textContent("main")).contains("all as it was sealed");
        look("audit");
        page.navigate(url(path("/audit?subject=" + user.id())));
        page.click("table summary");
        assertThat(page.textContent("main"))
                .contains("user.created", user.email())
                .doesNotContain("Verify now");
        look("audit-of-organization");
        page.navigate(url(path("/audit?from=never")));
        look("audit-refused");
    }

    @Test
    void singleSignOnOfAnOrganizationIsLookedAt() {
        page.navigate(url(path("/connections")));
        look("connections-empty");
        page.click("text=New connection");
        look("connection-new");
        page.click("text=Fill in the fields instead");
        look("connection-fields");
        page.navigate(url(path("/failures")));
        look("failures");
    }

    @Test
    void anAdminSeesTheirOrganization() {
        People.user(directory, acme, People.email());
        signIn(acme.id().toString());
        page.navigate(url("/organization"));
        assertThat(page.textContent("main")).contains("Acme International", "Enterprise");
        look("own-organization");
        page.click("main >> text=Audit log");
        assertThat(page.textContent("main")).contains("user.created");
        look("own-audit");
    }

    private void workOnARequestOf(String organization) {
        Requests.focus(
                jdbc, People.OPERATOR.id(), OrganizationId.parse(organization).orElseThrow());
    }

    @Test
    void aCustomerAsksAndAnOperatorAnswers() {
        signIn(acme.id().toString());
        page.navigate(url("/organization/requests/new"));
        look("own-request-new");
        page.selectOption("#kind", "SET_UP_SSO");
        page.fill("#subject", "Single sign-on with our Okta");
        page.fill("#text", "We would like to use Okta.\nAbout 300 people, all of acme.example.");
        page.click("text=Send to support");
        assertThat(page.textContent("h1")).isEqualTo("Single sign-on with our Okta");
        look("own-request");
        String sid = page.url().substring(page.url().lastIndexOf('/') + 1);
        page.navigate(url("/organization/requests"));
        look("own-requests");

        signIn("operator");
        page.navigate(url("/operator/requests"));
        look("requests");
        page.navigate(url(path("/requests")));
        look("requests-of-organization");
        page.click("text=Single sign-on with our Okta");
        look("request-new");
        page.click("text=Take it");
        assertThat(page.textContent(".working")).contains("Single sign-on with our Okta");
        page.fill("#note", "Okta again; see how we did it for Globex.");
        page.click("text=Keep the note");
        page.fill("main >> #text", "Please send us the metadata of the application in Okta.");
        page.click("text=Send to the customer");
        assertThat(page.textContent("main")).contains("waits for the customer", "internal note");
        look("request");
        page.click("text=Close as done");
        look("request-closed");

        signIn(acme.id().toString());
        page.navigate(url("/organization/requests/" + sid));
        assertThat(page.textContent("main"))
                .contains("Please send us the metadata", "Reopen")
                .doesNotContain("see how we did it");
        look("own-request-closed");
    }

    @Test
    void whoeverWorksOnNoRequestIsAskedForOneAndTypesNothingTwice() {
        Organization other =
                People.ok(directory.create(Actor.SYSTEM, "Initech", Edition.ENTERPRISE));
        String users = "/operator/organizations/" + other.id() + "/users/new";
        page.navigate(url(users));
        assertThat(page.textContent(".working")).contains("Before you change anything");
        look("asked-before");
        page.fill("#email", "new@initech.example");
        page.fill("#name", "Nina New");
        page.click("text=Create user");
        assertThat(page.textContent("h1")).isEqualTo("Which request is this for?");
        look("choose-none");
        Requests.open(jdbc, other.id(), "Add Nina to our users");
        Requests.open(jdbc, other.id(), "Certificates that end in May");
        page.reload();
        look("choose");
        page.click("[aria-label='Work on Add Nina to our users']");

        assertThat(page.textContent("h1")).isEqualTo("Nina New");
        assertThat(page.textContent("main")).contains("new@initech.example");
        assertThat(page.textContent(".working")).contains("Add Nina to our users");
        page.navigate(url(users.replace("users/new", "requests/new")));
        look("request-write-down");
    }

    @Test
    void everythingIsSearched() {
        for (int i = 0; i < 22; i++) {
            People.ok(
                    directory.createUser(
                            Caller.system(acme.id()),
                            new NewUser("z" + i + People.email(), "Zoe Zimmer " + i, false)));
        }
        page.navigate(url("/operator"));
        page.fill("#find", "zoe zim");
        page.keyboard().press("Enter");
        page.waitForURL("**/operator/search?q=zoe**");
        assertThat(page.textContent("main")).contains("Zoe Zimmer 1", "Narrow your search");
        look("search");
        page.navigate(url("/operator/search?q=nobody@example.org"));
        look("search-nothing");
    }

    private String path(String rest) {
        return "/operator/organizations/" + acme.id() + rest;
    }

    private String url(String path) {
        return "http://localhost:" + port + path;
    }

    private static FilePayload file(String text) {
        return new FilePayload("users.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private void look(String name) {
        viewer.look("desk-" + name);
    }
}
