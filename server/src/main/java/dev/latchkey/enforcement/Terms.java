package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.rollout.Confirmation;
import dev.latchkey.shared.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the customer says yes to with a go-ahead.
 *
 * @param at when; null is as soon as support is ready
 * @param keepSessions whether people who are signed in with a password stay so until that ends by itself
 * @param newUsers whether the list's domains also hold for users who are made later
 * @param vouching an emergency admin who has signed in through the connection, where the person giving the go-ahead
 *     has not
 */
record Terms(
        int revision,
        @Nullable Instant at,
        boolean keepSessions,
        boolean newUsers,
        @Nullable UserId vouching) {
    private static final String NOW = "NOW";
    private static final String KEEP = "KEEP";

    /** What was said yes to in this go-ahead. */
    static Terms of(Confirmation goAhead) {
        String when = goAhead.text("when");
        return new Terms(
                goAhead.number("revision"),
                when.equals(NOW) ? null : Instant.parse(when),
                goAhead.text("passwordSessions").equals(KEEP),
                goAhead.about().get("newUsersOfTheDomains") instanceof Boolean yes && yes,
                UserId.parse(goAhead.text("vouching")).orElse(null));
    }

    /**
     * Whether new users of other domains would switch than those that the go-ahead names. One from before they were
     * kept with it names none, and is taken as it was meant then.
     */
    static boolean namesOtherDomains(Confirmation goAhead, List<String> domains) {
        return of(goAhead).newUsers()
                && goAhead.about().get("domains") instanceof List<?> confirmed
                && !confirmed.equals(domains);
    }

    /** As it is kept with the go-ahead. */
    Map<String, Object> about(Cohort cohort, long users, List<String> domains) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("list", cohort.name());
        about.put("revision", cohort.revision());
        about.put("users", users);
        about.put("when", at == null ? NOW : at.toString());
        about.put("passwordSessions", keepSessions ? KEEP : "END");
        about.put("newUsersOfTheDomains", newUsers);
        about.put("domains", domains);
        about.put("vouching", vouching == null ? "" : vouching.toString());
        return about;
    }
}
