package dev.latchkey.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A person at a browser of their own; everything is done by typing and clicking. */
final class Person implements AutoCloseable {
    static final int PATIENCE_MILLIS = 20_000;

    private final BrowserContext browser;
    private final Page page;
    private final String latchkey;

    private Person(BrowserContext browser, String latchkey) {
        this.browser = browser;
        this.page = browser.newPage();
        this.latchkey = latchkey;
        browser.setDefaultTimeout(PATIENCE_MILLIS);
    }

    static Person at(BrowserContext browser, String latchkey) {
        return new Person(browser, latchkey);
    }

    /** The same person with another tab. */
    Person inAnotherTab() {
        return new Person(browser, latchkey);
    }

    Page page() {
        return page;
    }

    Person open(String path) {
        page.navigate(path.startsWith("/") ? latchkey + path : path);
        return this;
    }

    /** Gives the email at our sign-in and asks for SSO where a password would do too. */
    Person beginSignIn(String email) {
        open("/login");
        page.fill("#email", email);
        click("Continue");
        page.waitForURL(url -> !url.endsWith("/login") || page.locator("#password").isVisible());
        if (page.url().startsWith(latchkey) && page.locator("#password").isVisible()) {
            click("Use single sign-on");
        }
        return this;
    }

    /** Fills in the IdP's own form. */
    Person signInAtIdp(String username) {
        page.fill("#username", username);
        page.fill("#password", Realm.PASSWORD);
        page.click("[type=submit]");
        return this;
    }

    Person click(String button) {
        page.getByText(button, new Page.GetByTextOptions().setExact(true)).first().click();
        return this;
    }

    /** Waits for the console, which says who is signed in and how. */
    Person arrives(String email) {
        sees("You are signed in");
        assertThat(page).hasURL(latchkey + "/console");
        assertThat(page.locator("main")).containsText(email);
        assertThat(page.locator("main")).containsText("single sign-on");
        return this;
    }

    Person sees(String heading) {
        assertThat(page.locator("h1")).hasText(heading);
        return this;
    }

    /** Reads a refusal in this sentence; its reference number. */
    String isRefused(String sentence) {
        String reference = isRefused();
        assertThat(page.locator("[role=alert]")).hasText(sentence);
        return reference;
    }

    /** Reads a refusal, which says nothing of what lies behind it; its reference number. */
    String isRefused() {
        sees("That did not work");
        String reference = page.locator("main strong").innerText();
        Assertions.assertThat(reference).matches("[2-9A-HJ-NP-Z]{10}");
        Assertions.assertThat(page.content())
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("signature")
                .doesNotContainIgnoringCase("assertion");
        return reference;
    }

    /** Whether this browser is signed in with us. */
    boolean isSignedIn() {
        open("/console");
        return page.url().equals(latchkey + "/console");
    }

    /** Lets this browser onto the operators' pages. */
    Person asOperator() {
        browser.addCookies(List.of(new Cookie(OperatorByCookie.COOKIE, "yes").setUrl(latchkey)));
        return this;
    }

    String cookie(String name) {
        return browser.cookies(latchkey).stream()
                .filter(cookie -> cookie.name.equals(name))
                .map(cookie -> cookie.value)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        browser.close();
    }
}
