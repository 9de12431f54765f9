package dev.latchkey.http;

import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.IpRange;
import dev.latchkey.shared.Setting;
import dev.latchkey.shared.Visible;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which machines are believed when they say for whom they ask. */
@ConfigurationProperties("latchkey.proxies")
final class TrustedProxies {
    private static final String SETTING = "LATCHKEY_TRUSTED_PROXIES";
    static final Setting TRUSTED =
            Setting.read(
                            SETTING,
                            "latchkey.proxies.trusted",
                            "addresses and blocks of addresses with commas between",
                            TrustedProxies::new)
                    .optional();
    private static final String LOOPBACK = "127.0.0.0/8,::1";

    private final List<IpRange> ranges;

    /**
     * @param trusted addresses and blocks of addresses, commas between; null or blank for this machine alone
     */
    TrustedProxies(@Nullable String trusted) {
        String given = trusted == null || trusted.isBlank() ? LOOPBACK : trusted;
        this.ranges = Arrays.stream(given.split(",", -1)).map(each -> range(each.strip())).toList();
    }

    private static IpRange range(String text) {
        IpRange range =
                IpRange.parse(text)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        SETTING
                                                + " has "
                                                + Visible.inSingleQuotes(text)
                                                + ", which is neither an address nor a block of addresses such as"
                                                + " 10.0.3.0/24"));
        if (range.everything()) {
            throw new IllegalArgumentException(
                    SETTING
                            + " has "
                            + Visible.inSingleQuotes(text)
                            + ", which is everybody, so that anybody could claim any address");
        }
        return range;
    }

    boolean contain(IpAddress address) {
        for (IpRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
