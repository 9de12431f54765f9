package dev.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses have one form, and what is none is nothing. */
class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::FFFF:c000:0201, 192.0.2.1",
        "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
        "0000:0000:0000:0000:0000:FFFF:C000:0201, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:DB8::0A, 2001:db8::a",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1::, 1::",
        "fe80::, fe80::",
        "::192.0.2.1, ::c000:201",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201"
    })
    void anAddressIsWrittenInOneWay(String text, String form) {
        IpAddress address = IpAddress.parse(text).orElseThrow();
        assertThat(address).hasToString(form);
        assertThat(IpAddress.parse(form)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "192.0.2",
                "192.0.2.1.",
                ".192.0.2.1",
                "192.0.2.256",
                "192.0.2.01",
                "192.0.2.-1",
                "192.0.2.+1",
                "192.0.2.1 ",
                "192.0.2.1:80",
                "0xc0.0.2.1",
                "3221225985",
                "1",
                "192.0.2.१",
                "١٩٢.0.2.1",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "::1:2:3:4:5:6:7:8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "g::",
                "::1%eth0",
                "fe80::1%25eth0",
                "[::1]",
                "::ffff:192.0.2.01",
                "192.0.2.1::",
                "::192.0.2.1:1",
                "1:2:3:4:5:6:7:192.0.2.1",
                "::1/128",
                "unknown",
                "_hidden",
                "localhost",
                "garbage\"><script>",
                "0000:0000:0000:0000:0000:0000:0000:0000000001"
            })
    void whatIsNoAddressIsNothing(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void aNetworkIsTheWholeAddressInIpv4AndASixtyFourInIpv6() {
        assertThat(IpAddress.parse("::ffff:192.0.2.1").orElseThrow().network())
                .isEqualTo("192.0.2.1");
        assertThat(IntStream.range(0, 100).mapToObj(i -> "2001:db8:0:7:" + i + "::" + i))
                .extracting(text -> IpAddress.parse(text).orElseThrow().network())
                .containsOnly("2001:db8:0:7::/64");
        assertThat(IpAddress.parse("2001:db8:0:8::").orElseThrow().network())
                .isEqualTo("2001:db8:0:8::/64");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
        "::ffff:10.0.0.0/104, 10.1.1.1, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/65, 2001:db8::7fff:0:0:1, true",
        "2001:db8::/65, 2001:db8::8000:0:0:1, false",
        "::/8, 10.0.0.1, false",
        "::1, ::1, true"
    })
    void aBlockHasItsAddressesAndNoOthers(String block, String address, boolean inside) {
        assertThat(
                        IpRange.parse(block)
                                .orElseThrow()
                                .contains(IpAddress.parse(address).orElseThrow()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.1.2.3/8",
                "10/8",
                "2001:db8::/129",
                "2001:db8::1/64",
                "::ffff:10.0.0.0/8",
                "proxy.example",
                "10.0.0.0/255.0.0.0"
            })
    void whatIsNoBlockIsNothing(String text) {
        assertThat(IpRange.parse(text)).isEmpty();
    }
}
