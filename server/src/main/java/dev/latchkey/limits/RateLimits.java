package dev.latchkey.limits;

import dev.latchkey.limits.Counters.Counter;
import dev.latchkey.shared.IpAddress;
import java.util.List;
import org.springframework.stereotype.Component;

/** How often somebody may do something that costs us; whether it was right or wrong does not matter here. */
@Component
public class RateLimits {
    private final Counters counters;
    private final LimitSettings settings;

    RateLimits(Counters counters, LimitSettings settings) {
        this.counters = counters;
        this.settings = settings;
    }

    /** Counts something that concerns this place; false when there was too much of it. */
    public boolean allow(String purpose, String place, int limit) {
        return take("count|" + purpose + "|place|" + place, limit);
    }

    /** Counts something that comes from this machine's network; false when there was too much of it. */
    public boolean allow(String purpose, IpAddress from, int limit) {
        return take("count|" + purpose + "|network|" + from.network(), limit);
    }

    /**
     * Counts the beginning of a sign-in; false when more come from this network than from any office. What is typed
     * there is no guess yet, and thousands of people may have one address.
     */
    public boolean allowSignIn(String step, IpAddress from) {
        return allow(step, from, settings.signInsPerNetwork());
    }

    private boolean take(String key, int limit) {
        Counter counter = Counter.of(key, limit);
        return counters.take(List.of(counter)).values().stream().allMatch(Counters.Count::taken);
    }
}
