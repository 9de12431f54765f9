package dev.latchkey.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.latchkey.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does: start the demo, follow what it prints, and arrive. In a real browser. */
@NullUnmarked
class DemoSignInTest {
    private static final Pattern OPEN = Pattern.compile("1\\. Open +(\\S+)");
    private static final Pattern TYPE = Pattern.compile("2\\. Type +(\\S+)");
    private static final Pattern CHOOSE = Pattern.compile("3\\. Choose +([^,]+),");
    private static final Pattern PASSWORD = Pattern.compile("password of everybody here: (.+)");

    private static final String GRACE = "grace.mbeki@birchwood.example";

    @TempDir private static Path folder;
    private static ServerProcess server;
    private static String printed;
    private static Chromium chromium;

    @BeforeAll
    static void startTheDemo() throws Exception {
        server = ServerProcess.start("demo", folder, Map.of()).ready();
        printed = guide();
        chromium = new Chromium();
    }

    private static String guide() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!PASSWORD.matcher(server.output()).find() && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        return server.output();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void whatIsPrintedLeadsToTheConsole() {
        try (Page page = atTheIdp()) {
            page.getByRole(AriaRole.BUTTON, named(printed(CHOOSE))).click();
            page.getByText("Continue to the console").last().click();

            assertThat(page).hasURL(server.base() + "/console");
            assertThat(page.locator("main")).containsText(printed(TYPE));
            assertThat(page.locator("main")).containsText("single sign-on");

            page.locator("main").getByText("Sign out").click();
            page.waitForURL(url -> url.startsWith(server.base() + "/login/out?connection="));
        }
    }

    @Test
    void aBadResponseEndsInASentenceAndAReference() {
        try (Page page = atTheIdp()) {
            page.getByLabel("What the identity provider sends")
                    .selectOption("Changed after it was signed");
            page.getByRole(AriaRole.BUTTON, named(printed(CHOOSE))).click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("bad on purpose");
            page.getByText("Continue to the console").last().click();

            assertThat(page.locator("h1")).hasText("That did not work");
            assertThat(page.locator("main")).containsText("reference number");
        }
    }

    @Test
    void theEnterKeyInTheAddressFieldTakesTheAddressThatWasTyped() {
        try (Page page = atTheIdp()) {
            page.getByLabel("Somebody else's address").fill("someone@acme.example");
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText("You are someone@acme.example");
        }
    }

    @Test
    void aSignInThatBeginsAtTheIdpArrivesToo() {
        try (Page page = chromium.browser().newPage()) {
            page.navigate(server.base() + "/demo/idp/acme");
            page.getByText("Open the console").click();
            for (int round = 0; round < 2; round++) { // the second time because we ask ourselves
                page.getByRole(AriaRole.BUTTON, named(printed(CHOOSE))).click();
                page.getByText("Continue to the console").last().click();
            }
            assertThat(page).hasURL(server.base() + "/console");
        }
    }

    @Test
    void theOthersSignInWithThePrintedPassword() {
        try (Page page = chromium.browser().newPage()) {
            page.navigate(printed(OPEN));
            page.getByLabel("Email address").fill("ada.lindqvist@acme.example");
            page.keyboard().press("Enter");
            page.getByLabel("Password").fill(printed(PASSWORD));
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).containsText("a password");

            page.navigate(server.base() + "/operator/login");
            page.getByLabel("Email address").fill("olivia@vendor.example");
            page.getByLabel("Password").fill(printed(PASSWORD));
            page.keyboard().press("Enter");
            page.waitForURL(server.base() + "/operator");
            page.navigate(server.base() + "/operator/operators");
            assertThat(page.locator("main")).containsText("olivia@vendor.example");
        }
    }

    /** The guide's part about Birchwood, both sides in turn: nothing of it was there before. */
    @Test
    void bothSidesConnectTheOtherOrganizationAndItsAdminSignsInThroughItsIdp() {
        try (Page operator = chromium.page();
                Page grace = chromium.page()) {
            operatorBeginsTheRolloutThatWasAskedFor(operator);
            graceHandsInTheMetadata(grace);
            reload(operator);
            press(operator, "Make the connection");
            assertThat(operator.locator("main")).containsText("through idp.birchwood.example");

            reload(grace);
            press(grace, "Our identity provider has these values");
            grace.getByLabel("Pilots, by login email").fill(GRACE);
            press(grace, "Nominate");
            reload(operator);
            press(operator, "Enable the pilots");

            graceComesInThroughTheIdp(grace);
            press(grace, "The test went well");
            reload(operator);
            assertThat(operator.locator("#pilots")).containsText("worked");
            press(operator, "The test went well");
            assertThat(operator.getByText("Start the list")).isVisible();
        }
    }

    private static void operatorBeginsTheRolloutThatWasAskedFor(Page operator) {
        operator.navigate(server.base() + "/operator/requests");
        operator.getByLabel("Email address").fill("olivia@vendor.example");
        operator.getByLabel("Password").fill(printed(PASSWORD));
        operator.keyboard().press("Enter");
        operator.waitForURL(server.base() + "/operator/requests");
        operator.getByText("Please set up single sign-on for Birchwood").click();
        press(operator, "Take it");
        operator.getByRole(AriaRole.LINK, named("Rollout")).click();
        press(operator, "Start a rollout");
        assertThat(operator.locator("h1")).hasText("Rollout of single sign-on");
    }

    private static void graceHandsInTheMetadata(Page grace) {
        String metadata =
                grace.request().get(server.base() + "/demo/idp/birchwood/metadata").text();
        startSignIn(grace);
        grace.getByLabel("Password").fill(printed(PASSWORD));
        grace.keyboard().press("Enter");
        openTheRollout(grace);
        grace.getByText("Submit the details").click();
        grace.getByLabel("or paste its content").fill(metadata);
        press(grace, "Submit the metadata");
        assertThat(grace.locator("main")).containsText("https://idp.birchwood.example");
    }

    /** Nobody confirms a test with a password: she comes back the new way. */
    private static void graceComesInThroughTheIdp(Page grace) {
        press(grace, "Sign out");
        startSignIn(grace);
        grace.getByText("Use single sign-on").click();
        press(grace, "Grace Mbeki");
        grace.getByText("Continue to the console").last().click();
        assertThat(grace.locator("main")).containsText("Birchwood Clinics");
        assertThat(grace.locator("main")).containsText("single sign-on");
        openTheRollout(grace);
    }

    private static void startSignIn(Page grace) {
        grace.navigate(server.base() + "/login");
        grace.getByLabel("Email address").fill(GRACE);
        grace.keyboard().press("Enter");
    }

    private static void openTheRollout(Page grace) {
        grace.waitForURL(server.base() + "/console");
        grace.navigate(server.base() + "/organization/rollouts");
        grace.getByText("Begun on").click();
    }

    private static void reload(Page page) {
        page.navigate(page.url());
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).first().click();
    }

    private static Page atTheIdp() {
        Page page = chromium.browser().newPage();
        page.navigate(printed(OPEN));
        page.getByLabel("Email address").fill(printed(TYPE));
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Sign in at Acme's identity provider");
        return page;
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static String printed(Pattern what) {
        Matcher found = what.matcher(printed);
        assertThat(found.find()).as("%s in %s", what, printed).isTrue();
        return found.group(1);
    }
}
