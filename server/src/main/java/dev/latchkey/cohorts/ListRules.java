package dev.latchkey.cohorts;

/** Why the system itself leaves a user out. People may take such users back one by one where that can work. */
public final class ListRules {
    /** An account's user of a domain that isn't the organization's own (requirement D6). */
    public static final String OUTSIDE = "Outside the organization's own domains";

    public static final String API_ONLY = "API only: nobody signs in through a browser";
    static final String ELSEWHERE = "In another approved list";

    private ListRules() {}
}
