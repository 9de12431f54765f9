package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebAddressTest {
    @Test
    void takesHttpsAndPlainHttpOnLoopbackOnly() {
        assertThat(WebAddress.refusal("https://idp.example.com/sso?a=b")).isEmpty();
        assertThat(WebAddress.refusal("http://localhost:8080/sso")).isEmpty();
        assertThat(WebAddress.refusal("http://127.0.0.1/sso")).isEmpty();
        assertThat(WebAddress.refusal("http://idp.example.com/sso"))
                .contains(ConnectionError.URL_NOT_HTTPS);
        assertThat(WebAddress.refusal("http://localhost.example.com/"))
                .contains(ConnectionError.URL_NOT_HTTPS);
        assertThat(WebAddress.refusal("javascript:alert(1)"))
                .contains(ConnectionError.URL_UNREADABLE);
        assertThat(WebAddress.refusal("ftp://idp.example.com/"))
                .contains(ConnectionError.URL_NOT_HTTPS);
    }

    @Test
    void takesWhatBrowsersTake() {
        for (String address :
                new String[] {
                    "https://my_idp.corp.example/sso",
                    "https://müller.example/přihlášení?org=škoda",
                    "https://idp.example/sso/{tenant}|a b",
                    "https://idp.example/sso?sp[]=1",
                    "http://x.localhost:8080/sso",
                    "http://0x7f.1/sso",
                    "http://[::1]/sso"
                }) {
            assertThat(WebAddress.refusal(address)).as(address).isEmpty();
        }
    }

    @Test
    void aHostCanNotSteerTheContentSecurityPolicy() {
        for (String address :
                new String[] {
                    "https://idp.example;script-src/",
                    "https://idp.example,x/",
                    "https://'self'/",
                    "https://*/"
                }) {
            assertThat(WebAddress.refusal(address)).contains(ConnectionError.URL_UNREADABLE);
        }
    }

    @Test
    void refusesCredentialsAndFragments() {
        assertThat(WebAddress.refusal("https://me:secret@idp.example.com/"))
                .contains(ConnectionError.URL_WITH_CREDENTIALS);
        assertThat(WebAddress.refusal("https://idp.example.com/#there"))
                .contains(ConnectionError.URL_WITH_FRAGMENT);
        assertThat(WebAddress.refusal("https:///sso")).contains(ConnectionError.URL_UNREADABLE);
    }

    @Test
    void warnsOfAPrivateHostWithoutRefusingIt() {
        assertThat(WebAddress.refusal("https://10.0.0.7/sso")).isEmpty();
        assertThat(WebAddress.warning("https://10.0.0.7/sso")).isPresent();
    }
}
