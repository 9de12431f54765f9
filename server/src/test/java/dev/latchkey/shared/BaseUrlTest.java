package dev.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What LATCHKEY_BASE_URL may say. */
class BaseUrlTest {
    private static LatchkeySettings settings(String baseUrl) {
        return new LatchkeySettings(
                URI.create(baseUrl), Path.of("."), null, null, "latchkey@localhost", 20);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sso.example.com, https://sso.example.com, sso.example.com",
        "http://my_sso:8080, http://my_sso:8080, my_sso",
        "https://müller.example, https://xn--mller-kva.example, xn--mller-kva.example",
        "http://[::1]:8080, http://[::1]:8080, [::1]"
    })
    void isKeptInAsciiAndAsItWasWhereItIsPlain(String given, String kept, String host) {
        assertThat(settings(given).baseUrl()).hasToString(kept);
        assertThat(settings(given).address().host()).hasToString(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sso.example.com/",
                "https://me:x@sso.example.com",
                "https://sso.example.com?x",
                "ftp://x",
                "https:///x",
                "http://0x7f.1",
                "https://sso.example.com:443",
                "sso.example.com",
                "https://sso.example.com#x",
                "https://a;b"
            })
    void anythingElseIsRefused(String given) {
        assertThatThrownBy(() -> settings(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LATCHKEY_BASE_URL");
    }
}
