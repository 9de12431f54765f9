package dev.latchkey.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Addresses are read as the URL standard has it; what leaves is ASCII. */
class WebUrlTest {
    /**
     * Where we differ from the standard on purpose, all of it: a host with one of these signs is none. No real host has
     * one, and a semicolon or comma would steer the Content-Security-Policy that names the host.
     */
    private static final Pattern NO_HOST_OF_OURS = Pattern.compile(".*[!\"$&'()*+,;=`{}~].*");

    private static JsonNode cases() throws Exception {
        try (InputStream json =
                Objects.requireNonNull(
                        WebUrlTest.class.getResourceAsStream(
                                System.getProperty("url.cases", "/url/addresses.json")))) {
            return JsonMapper.shared().readTree(json);
        }
    }

    @Test
    void everyPublishedAddressIsReadAsTheStandardHasIt() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> read = new LinkedHashMap<>();
        for (JsonNode each : cases()) {
            String input = each.get("input").stringValue();
            boolean failure =
                    each.has("failure")
                            || NO_HOST_OF_OURS
                                    .matcher(each.get("hostname").stringValue())
                                    .matches();
            expected.put(
                    input,
                    failure
                            ? "failure"
                            : each.get("hostname").stringValue()
                                    + " "
                                    + each.get("href").stringValue());
            read.put(
                    input,
                    WebUrl.parse(input)
                            .map(url -> url.host() + " " + url.href())
                            .orElse("failure"));
        }
        assertThat(read).hasSizeGreaterThan(400).containsExactlyEntriesOf(expected);
    }

    @Test
    void whatLeavesIsAsciiThatOtherSoftwareReadsToo() throws Exception {
        for (JsonNode each : cases()) {
            WebUrl.parse(each.get("input").stringValue())
                    .ifPresent(url -> {
                        assertThat(url.sendable())
                                .matches("(?i)https?://[!-~]+")
                                .matches("[^|{}^`\"<>\\\\]+");
                        assertThat(WebUrl.parse(url.sendable()).orElseThrow().host())
                                .isEqualTo(url.host());
                        if (!url.sendable().matches(".*%(?![0-9A-Fa-f]{2}).*|.*#.*#.*")) {
                            URI uri = URI.create(url.sendable());
                            assertThat(uri.getHost() == null ? url.host().text() : uri.getHost())
                                    .isEqualToIgnoringCase(url.host().text());
                        }
                    });
        }
    }

    @Test
    void aPlainAddressIsKeptAsItWasGiven() {
        for (String plain :
                new String[] {
                    "https://IDP.Example:443/sso",
                    "https://idp.example",
                    "https://my_idp.corp.example/sso?a=%7e",
                    "http://localhost:8080/a/../b",
                    "https://xn--mller-kva.example/"
                }) {
            assertThat(WebUrl.parse(plain).orElseThrow().sendable()).isEqualTo(plain);
        }
    }

    @Test
    void whatIsNotPlainIsEscaped() {
        Map.of(
                        "https://idp.example/sso/{tenant}|a b",
                        "https://idp.example/sso/%7Btenant%7D%7Ca%20b",
                        "https://idp.example/přihlášení?org=škoda[]",
                        "https://idp.example/p%C5%99ihl%C3%A1%C5%A1en%C3%AD?org=%C5%A1koda%5B%5D",
                        "https://MÜLLER.example/",
                        "https://xn--mller-kva.example/",
                        "https:\\\\idp.example\\sso",
                        "https://idp.example/sso",
                        "https://idp.ex\nample/s\tso",
                        "https://idp.example/sso",
                        "http://0x7f.1/sso",
                        "http://127.0.0.1/sso")
                .forEach((given, sent) -> {
                    assertThat(WebUrl.parse(given).orElseThrow().sendable()).isEqualTo(sent);
                    assertThat(WebUrl.sendable(given)).isEqualTo(sent);
                });
    }

    @Test
    void loopbackIsWhatBrowsersHoldForIt() {
        for (String here :
                new String[] {
                    "http://localhost",
                    "http://LOCALHOST.",
                    "http://x.localhost:8080/",
                    "http://127.0.0.1",
                    "http://127.9.8.7",
                    "http://0x7f.1",
                    "http://2130706433",
                    "http://[::1]",
                    "http://[0:0::1]",
                    "http://%6cocalhost",
                    "http://[::ffff:127.0.0.1]",
                    "http://１２７.0.0.1"
                }) {
            assertThat(WebUrl.parse(here).orElseThrow().isSecure()).as(here).isTrue();
        }
        for (String elsewhere :
                new String[] {
                    "http://localhost.example", "http://xlocalhost", "http://127.0.0.1.example",
                            "http://128.0.0.1",
                    "http://[::2]", "http://[::7f00:1]", "http://localhost@evil.example/",
                            "http://0.0.0.0",
                    "http:\\\\evil.example/localhost", "http://127.example", "http://[::ffff:7f]"
                }) {
            assertThat(WebUrl.parse(elsewhere).orElseThrow().isSecure()).as(elsewhere).isFalse();
        }
    }

    @Test
    void onlyAddressesOfTheWebAreAny() {
        for (String other :
                new String[] {
                    "javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
                            "//idp.example", "idp.example",
                    "", "https", "file:///x", "blob:https://x", "about:blank"
                }) {
            assertThat(WebUrl.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void credentialsAreSeenHoweverTheyAreWritten() {
        for (String with :
                new String[] {
                    "https://u:p@x/",
                    "https://@x/",
                    "https://:@x/",
                    "https:u@x",
                    "https:\\\\a@b\\@c"
                }) {
            assertThat(WebUrl.parse(with).orElseThrow().hasCredentials()).as(with).isTrue();
        }
        for (String without :
                new String[] {"https://x/@", "https://x?@", "https://x#@", "https://a\\@b/"}) {
            assertThat(WebUrl.parse(without).orElseThrow().hasCredentials()).as(without).isFalse();
        }
    }

    @Test
    void aLongAddressCostsNoMoreThanItsLength() {
        String deep = "https://x/" + "../a/".repeat(50_000) + "%2e%2e/".repeat(50_000);
        assertThat(WebUrl.parse(deep)).isPresent();
        assertThat(WebUrl.parse("https://" + "ü.".repeat(50_000))).isEmpty();
        assertThat(WebUrl.parse("https://" + "9".repeat(100_000) + "/")).isEmpty();
    }
}
