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
            assertThat(page).hasURL(server.base() + "/login/out");
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

    /** The whole of the guide's third part: nothing of it was there before. */
    @Test
    void anOperatorConnectsTheOtherOrganizationAndItsPilotSignsIn() {
        try (Page page = chromium.browser().newPage()) {
            String metadata =
                    page.request().get(server.base() + "/demo/idp/birchwood/metadata").text();
            page.navigate(server.base() + "/operator");
            page.getByLabel("Email address").fill("olivia@vendor.example");
            page.getByLabel("Password").fill(printed(PASSWORD));
            page.keyboard().press("Enter");
            page.getByText("Birchwood Clinics").click();
            page.getByText("Connect the identity provider").click();
            page.getByText("New connection").click();
            page.getByLabel("or its content").fill(metadata);
            page.getByText("Show what it says").click();
            assertThat(page.locator("main")).containsText("Nothing is stored yet");
            page.getByText("Save the connection").click();
            assertThat(page.locator("main")).containsText("https://idp.birchwood.example");
            page.getByText("Who signs in through it").click();
            page.getByLabel("Login email address").fill("grace.mbeki@birchwood.example");
            page.getByText("Set the state").click();
            assertThat(page.locator("table")).containsText("grace.mbeki@birchwood.example");
            page.getByText("Sign out").click();

            page.navigate(server.base() + "/login");
            page.getByLabel("Email address").fill("grace.mbeki@birchwood.example");
            page.keyboard().press("Enter");
            page.getByText("Use single sign-on").click();
            page.getByRole(AriaRole.BUTTON, named("Grace Mbeki")).click();
            page.getByText("Continue to the console").last().click();
            assertThat(page.locator("main")).containsText("Birchwood Clinics");
            assertThat(page.locator("main")).containsText("single sign-on");
        }
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
