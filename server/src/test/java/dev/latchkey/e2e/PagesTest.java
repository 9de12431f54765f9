package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.Requests;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.server.PathContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Every page that there is, looked at in the demo: no violation found by axe-core, nothing in the console, nothing wider
 * than a phone. Run by name, it leaves the pictures in target/pages; those of the guides are made anew with
 * {@code -Dlatchkey.write-docs=true}.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        properties = "latchkey.data-dir=target/pages-test-${random.uuid}")
@ActiveProfiles("demo")
@ContextConfiguration(initializers = PagesTest.OwnPort.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@NullUnmarked
class PagesTest {
    private static final String PASSWORD = "a sample password";
    private static final Set<String> NO_PAGES =
            Set.of(
                    "/",
                    "/error",
                    "/login/sso",
                    "/login/finish",
                    "/login/password",
                    "/saml/{sid}/metadata",
                    "/saml/{sid}/slo",
                    "/demo/idp/{slug}/metadata",
                    "/demo/idp/{slug}/slo",
                    "/operator/organizations",
                    "/js/htmx.js",
                    // What was typed when a session had ended: BackToWhereItWasTest.
                    "/console/kept/{token}",
                    "/operator/kept/{token}",
                    "/operator/organizations/{organization}/users/{us}/password-link");

    /** The pages that the guides show, by the names of their pictures in docs/images. */
    private static final Map<String, String> GUIDE =
            Map.of(
                    "organization-rollout", "guide-rollout",
                    "organization-emergency-codes-made", "guide-codes",
                    "organization-review-readiness", "guide-readiness",
                    "organization-list-go-ahead", "guide-go-ahead",
                    "organization-list-watch", "guide-watch",
                    "operator-requests", "guide-desk",
                    "organization-list-design", "guide-list");

    private static final Set<String> SEEN = new HashSet<>();
    private static Chromium chromium;

    @Autowired private JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Value("${latchkey.base-url}")
    private String base;

    private Page page;
    private Viewer viewer;

    static final class OwnPort
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try (var socket = new java.net.ServerSocket(0)) {
                int port = socket.getLocalPort();
                TestPropertyValues.of(
                                "server.port=" + port, "latchkey.base-url=http://localhost:" + port)
                        .applyTo(context);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    static void open() {
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    @Test
    @Order(1)
    void pagesOfASignIn() {
        visitor();
        look("login", "/login");
        typeEmail("sara.haddad@acme.example");
        seen("login-password");
        page.fill("#password", "not the password");
        press("Sign in");
        seen("login-failure");
        look("login-forgot", "/login/forgot");
        look("login-reset", "/login/reset?token=unknown");
        look("login-out", "/login/out");
        look("login-address", "/login/address?token=" + correction());
        look("nothing-here", "/nothing-here");
        typeEmail("ben.okafor@acme.example");
        press("Use single sign-on");
        seen("demo-choose");
        page.click("text=Ben Okafor");
        seen("demo-send");
        page.click("main [type=submit]");
        page.waitForURL("**/console");
        seen("console-by-sso");
        visitor();
        typeEmail("luca.ferri@acme.example");
        page.fill("#password", PASSWORD);
        press("Sign in");
        page.waitForURL("**/login/notice**");
        seen("login-notice");
        typeEmail("sara.haddad@acme.example");
        page.fill("#password", PASSWORD);
        press("Sign in");
        page.waitForURL("**/login/other**");
        seen("login-other");
        done();
    }

    @Test
    @Order(2)
    void pagesOfTheDemo() {
        visitor();
        look("demo-guide", "/demo");
        look("demo-start", "/demo/idp/acme");
        page.click("main [type=submit], main a.button");
        seen("demo-open");
        page.navigate(base + "/demo/idp/acme/sso?SAMLRequest=rubbish");
        seen("demo-unusable");
        done();
    }

    @Test
    @Order(3)
    void pagesOfAnOrganizationsAdmin() {
        String reference = failedSignIn();
        visitor();
        typeEmail("ada.lindqvist@acme.example");
        page.fill("#password", PASSWORD);
        press("Sign in");
        page.waitForURL("**/console");
        seen("console");
        look("organization", "/organization");
        look("organization-audit", "/organization/audit");
        look("organization-failures", "/organization/failures");
        look("organization-failure", "/organization/failures/" + reference);
        page.click("summary");
        seen("organization-failure-open");
        rolloutPages("organization", "/organization");
        look("organization-requests", "/organization/requests");
        look("organization-identifiers", "/organization/identifiers");
        look("organization-request-new", "/organization/requests/new");
        look("organization-request", "/organization/requests/" + id("SR", "support_request"));
        emergencyPages();
        done();
    }

    @Test
    @Order(4)
    void pagesOfAnOperator() {
        visitor();
        look("operator-setup-useless", "/operator/setup?token=unknown");
        look("operator-login", "/operator/login");
        page.fill("#email", "olivia@vendor.example");
        page.fill("#password", PASSWORD);
        press("Sign in");
        page.waitForURL("**/operator");
        seen("operator");
        look("operator-operators", "/operator/operators");
        press("Make a link for a new operator");
        seen("operator-operators-link");
        look("operator-password", "/operator/password");
        look("operator-failures", "/operator/failures");
        look("operator-mail", "/operator/mail");
        look("operator-mail-waiting", "/operator/mail?view=waiting");
        look("operator-secret-keys", "/operator/secret-keys");
        String org = "/operator/organizations/" + id("OR", "organization");
        workOnARequest();
        look("operator-organization", org);
        look("operator-organization-edit", org + "/edit");
        look("operator-organization-new", "/operator/organizations/new");
        look("operator-domains", org + "/domains");
        look("operator-accounts", org + "/accounts");
        look("operator-account", org + "/accounts/" + id("AC", "account"));
        look("operator-users", org + "/users");
        look("operator-users-new", org + "/users/new");
        // She has a password, so that a link to set one is made for her.
        String user = org + "/users/" + user("sara.haddad");
        look("operator-user", user);
        press("Make a link to set a password");
        seen("operator-password-link");
        look("operator-user-edit", user + "/edit");
        look("operator-import", org + "/users/import");
        page.fill("#text", "email,name\nnew@acme.example,New\nnot an address,Nobody\n");
        press("Show what it would do");
        seen("operator-import-preview");
        press("Import 1 user");
        seen("operator-import-done");
        look("operator-failures", org + "/failures");
        page.click("main table a");
        seen("operator-failure");
        look("operator-audit", "/operator/audit");
        press("Verify now");
        seen("operator-audit-verified");
        look("operator-organization-audit", org + "/audit");
        connectionPages(org);
        rolloutPages("operator", org);
        look("operator-requests", "/operator/requests");
        look("operator-identifiers", org + "/identifiers");
        look("operator-search", "/operator/search?q=acme");
        look("operator-organization-requests", org + "/requests");
        look("operator-request-new", org + "/requests/new");
        look("operator-request", org + "/requests/" + id("SR", "support_request"));
        look("operator-emergency", org + "/emergency");
        done();
    }

    /** The same pages from both sides; the lists that the customer sees in all their states. */
    private void rolloutPages(String side, String organization) {
        look(side + "-rollouts", organization + "/rollouts");
        String rollout = organization + "/rollouts/" + id("RO", "rollout");
        look(side + "-rollout", rollout);
        look(side + "-rollout-details", rollout + "/details");
        look(side + "-rollout-pilots", rollout + "/pilots");
        look(side + "-rollout-disabling", rollout + "/disabling");
        look(side + "-rollout-evidence", rollout + "/evidence");
        boolean customer = side.equals("organization");
        for (String name :
                customer ? List.of("Early birds", "Research", "Sales") : List.of("Early birds")) {
            String word = side + "-list-" + name.replace(' ', '-').toLowerCase(Locale.ROOT);
            look(word, list(organization, name));
            look(word + "-users", list(organization, name) + "/list");
        }
        String switched = list(organization, "Early birds");
        look(side + "-list-watch", switched + "/watch");
        look(side + "-list-differences", switched + "/differences");
        String told = list(organization, "Design");
        look(side + "-list-design", told);
        look(side + "-list-go-ahead", told + "/go-ahead");
        look(side + "-list-rules", list(organization, "Sales") + "/rules");
        reviewPages(side, list(organization, "Sales"));
        announcementPages(side, told + "/announcement");
    }

    private void reviewPages(String side, String list) {
        look(side + "-review-comparison", list + "/comparison");
        page.setInputFiles("#file", export());
        press("Upload");
        page.waitForURL("**/comparison/columns");
        seen(side + "-review-columns");
        press("Discard the file");
        look(side + "-review-readiness", list + "/readiness");
        look(side + "-review-missing", list + "/readiness/missing-in-idp");
        look(side + "-review-alias", list + "/readiness/alias-suspected");
        look(side + "-review-others", list + "/readiness/others");
        look(side + "-review-correction", list + "/users/" + user("olaf.brandt") + "/correction");
    }

    private void announcementPages(String side, String announcement) {
        look(side + "-announcement", announcement);
        look(side + "-announcement-wording", announcement + "/wording");
        look(side + "-announcement-sending", announcement + "/sending");
        look(side + "-announcement-mails", announcement + "/mails");
        look(side + "-announcement-bounces", announcement + "/bounces");
    }

    /** What Okta would export. */
    private static FilePayload export() {
        return new FilePayload(
                "okta-users.csv",
                "text/csv",
                """
                login,firstName,lastName,email,status
                rosa.vidal@acme.example,Rosa,Vidal,rosa.vidal@acme.example,ACTIVE
                o.brandt@acme.example,Olaf,Brandt,o.brandt@acme.example,SUSPENDED
                """
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The token of a mail that asks somebody to confirm another address. */
    private String correction() {
        String token = Tokens.random();
        jdbc.sql(
                        """
                        insert into address_correction (organization_id, id, cohort_id, user_id, old_email, new_email,
                            token_hash, asked_at, asked_by, expires_at, mailed_at)
                        select u.organization_id, gen_random_uuid(), c.id, u.id, u.email, 'o.brandt@acme.example', ?,
                            now(), 'ada.lindqvist@acme.example', now() + interval '7 days', now()
                        from app_user u join cohort c on c.organization_id = u.organization_id and c.name = 'Sales'
                        where u.email = 'olaf.brandt@acme.example'
                        """)
                .param(Tokens.hash(token))
                .update();
        return token;
    }

    private String list(String organization, String name) {
        return organization + "/cohorts/" + list(name);
    }

    private String list(String name) {
        return new CohortId(
                        jdbc.sql("select id from cohort where name = ?")
                                .param(name)
                                .query(UUID.class)
                                .single())
                .toString();
    }

    private void emergencyPages() {
        look("organization-emergency", "/organization/emergency");
        look("organization-emergency-codes", "/organization/emergency/codes");
        press("Make ");
        seen("organization-emergency-codes-made");
        String code = page.locator(".codes code").first().textContent();
        press("Sign out");
        look("login-emergency", "/login/emergency");
        page.fill("#email", "ada.lindqvist@acme.example");
        page.fill("#code", code);
        page.click("main button");
        page.waitForURL("**/organization/emergency/used");
        seen("organization-emergency-used");
    }

    private void connectionPages(String org) {
        look("operator-connections", org + "/connections");
        look("operator-connection-new", org + "/connections/new");
        page.fill("textarea", demoMetadata());
        page.click("main form [type=submit]");
        seen("operator-connection-found");
        look("operator-connection-fields", org + "/connections/fields");
        String connection = org + "/connections/" + id("UI", "connection");
        look("operator-connection", connection);
        look("operator-connection-edit", connection + "/edit");
    }

    @Test
    @Order(5)
    void noPageWasLeftOut() {
        assertThat(patterns()).isNotEmpty().isSubsetOf(SEEN);
    }

    private Set<String> patterns() {
        Set<String> all = new HashSet<>();
        mappings.getHandlerMethods()
                .forEach((info, method) -> {
                    boolean read =
                            info.getMethodsCondition()
                                    .getMethods()
                                    .contains(
                                            org.springframework.web.bind.annotation.RequestMethod
                                                    .GET);
                    if (read) {
                        all.addAll(info.getPatternValues());
                    }
                });
        all.removeIf(pattern -> NO_PAGES.contains(pattern) || pattern.endsWith(".csv"));
        // The module among the tests is an example, and is not shipped.
        all.removeIf(pattern -> pattern.endsWith("/greeting"));
        return all;
    }

    /** A message of the demo IdP that was changed on its way; returns the reference number that the person is told. */
    private String failedSignIn() {
        visitor();
        typeEmail("ben.okafor@acme.example");
        press("Use single sign-on");
        page.selectOption("#kind", "TAMPERED");
        page.click("text=Ben Okafor");
        page.click("main [type=submit]");
        seen("login-failure-sso");
        return page.locator("main strong").first().textContent();
    }

    private String demoMetadata() {
        return page.request().get(base + "/demo/idp/acme/metadata").text();
    }

    private void visitor() {
        page = chromium.browser().newPage();
        page.setViewportSize(1280, 800);
        viewer = new Viewer(page);
    }

    private void done() {
        assertThat(viewer.complaints()).isEmpty();
    }

    private void typeEmail(String email) {
        page.navigate(base + "/login");
        page.fill("#email", email);
        press("Continue");
    }

    private void press(String button) {
        page.click("button:has-text(\"" + button + "\")");
    }

    private void look(String name, String path) {
        page.navigate(base + path);
        seen(name);
    }

    /** Notes and looks at the page that is open now. */
    private void seen(String name) {
        PathContainer path =
                PathContainer.parsePath(URI.create(page.url().replaceAll("[?#].*", "")).getPath());
        for (String pattern : patterns()) {
            if (PathPatternParser.defaultInstance.parse(pattern).matches(path)
                    && (pattern.equals(path.value()) || !patterns().contains(path.value()))) {
                SEEN.add(pattern);
            }
        }
        assertThat(page.textContent("h1"))
                .as(name)
                .isNotEqualTo("Something went wrong")
                .matches(heading ->
                        name.equals("nothing-here") || !heading.equals("There is nothing here"));
        viewer.look(name);
        if (Boolean.getBoolean("latchkey.write-docs") && GUIDE.containsKey(name)) {
            viewer.keep(Path.of("../docs/images", GUIDE.get(name) + ".png"));
        }
    }

    /** An operator changes nothing without. */
    private void workOnARequest() {
        Requests.focus(
                jdbc,
                new OperatorId(
                        jdbc.sql("select id from operator where email = 'olivia@vendor.example'")
                                .query(UUID.class)
                                .single()),
                OrganizationId.parse(id("OR", "organization")).orElseThrow());
    }

    private String user(String name) {
        return new UserId(
                        jdbc.sql("select id from app_user where email = ?")
                                .param(name + "@acme.example")
                                .query(UUID.class)
                                .single())
                .toString();
    }

    /** The SID of the first thing of Acme's in this table. */
    private String id(String prefix, String table) {
        String owner = table.equals("organization") ? "t.id" : "t.organization_id";
        UUID id =
                jdbc.sql(
                                "select t.id from "
                                        + table
                                        + " t join organization o on o.id = "
                                        + owner
                                        + " where o.name like 'Acme%' order by t.id limit 1")
                        .query(UUID.class)
                        .single();
        return prefix
                + Pattern.compile("-")
                        .matcher(id.toString())
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT);
    }
}
