package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.shared.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a chain of proxies says that a request comes from, and how far that is believed. */
class ForwardedForTest {
    private static final String PROXY = "10.0.0.1";

    private static String client(String peer, String... lines) {
        ForwardedFor forwarded =
                new ForwardedFor(new TrustedProxies("10.0.0.0/29, 2001:db8:f::/48"));
        return forwarded.client(IpAddress.parse(peer).orElseThrow(), List.of(lines)).toString();
    }

    @Test
    void nobodyElseThanATrustedProxyIsBelieved() {
        assertThat(client("10.9.9.9", "203.0.113.1")).isEqualTo("10.9.9.9");
        assertThat(client("203.0.113.9", "203.0.113.1")).isEqualTo("203.0.113.9");
        assertThat(client(PROXY, "203.0.113.1")).isEqualTo("203.0.113.1");
    }

    @Test
    void theNearestWhoIsNoProxyIsTheClientWhateverStandsBefore() {
        assertThat(client(PROXY, "203.0.113.1, 10.1.2.3")).isEqualTo("10.1.2.3");
        assertThat(client(PROXY, "198.51.100.7, 203.0.113.1, 10.0.0.2,10.0.0.3"))
                .isEqualTo("203.0.113.1");
        assertThat(client(PROXY, "10.0.0.2, 10.0.0.3")).isEqualTo("10.0.0.2");
    }

    @Test
    void severalLinesAreOneListInTheirOrder() {
        assertThat(client(PROXY, "198.51.100.7", "203.0.113.1", "10.0.0.2"))
                .isEqualTo("203.0.113.1");
        assertThat(client(PROXY, "198.51.100.7, 203.0.113.1", "10.0.0.2, 10.0.0.3"))
                .isEqualTo("203.0.113.1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:4711, 192.0.2.1",
        "192.0.2.1:0, 192.0.2.1",
        "[2001:DB8::1]:443, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "2001:0db8::0001, 2001:db8::1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "[::FFFF:192.0.2.1]:65535, 192.0.2.1"
    })
    void portsAreCutOffAndTheFormIsOne(String entry, String address) {
        assertThat(client(PROXY, entry)).isEqualTo(address);
        assertThat(client(PROXY, "198.51.100.7,\t" + entry + " \t")).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "unknown",
                "_hidden",
                "\"192.0.2.1\"",
                "for=192.0.2.1",
                "garbage\"><script>",
                "192.0.2.1:",
                "192.0.2.1:65536",
                "192.0.2.1:x",
                "192.0.2.1:123456",
                "192.0.2.01",
                "[192.0.2.1]",
                "[192.0.2.1]:80",
                "[2001:db8::1",
                "2001:db8::1]",
                "[2001:db8::1]80",
                "[2001:db8::1]:",
                "[]",
                "[",
                "fe80::1%eth0",
                "[fe80::1%25eth0]:80",
                "192.0.2.1 192.0.2.2",
                "192.0.2.1;",
                "\u00a0192.0.2.1"
            })
    void whatIsNoAddressEndsTheReadingAtTheLastProxy(String entry) {
        assertThat(client(PROXY, "198.51.100.7, " + entry)).isEqualTo(PROXY);
        assertThat(client(PROXY, "198.51.100.7", entry)).isEqualTo(PROXY);
        assertThat(client(PROXY, "198.51.100.7, " + entry + ", 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(client("2001:db8:f::1", "198.51.100.7", entry)).isEqualTo("2001:db8:f::1");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutTheSettingOnlyThisMachineIsTrusted(String setting) {
        TrustedProxies proxies = new TrustedProxies(setting);
        assertThat(List.of("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"))
                .allMatch(each -> proxies.contain(IpAddress.parse(each).orElseThrow()));
        assertThat(List.of("10.0.0.1", "192.168.0.1", "172.16.0.1", "fd00::1", "128.0.0.1", "::"))
                .noneMatch(each -> proxies.contain(IpAddress.parse(each).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0.0/33",
                "10.1.2.3/8",
                "10.0.0.1,",
                ",",
                "10.0.0.1;10.0.0.2",
                "10.0.0.1 10.0.0.2",
                "0.0.0.0/0",
                "::/0",
                "::ffff:0:0/96",
                "*"
            })
    void aSettingThatCannotBeMeantIsSaidPlainly(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedProxies(setting))
                .withMessageStartingWith("LATCHKEY_TRUSTED_PROXIES has '");
    }
}
