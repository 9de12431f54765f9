package dev.latchkey.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why somebody might be locked out (requirement D5), the gravest first. */
enum FindingKind {
    MISSING_IN_IDP(
            "Missing in the identity provider's list",
            "The uploaded list has no user with this address, so the identity provider would let none of them in.",
            Settled.ACCEPTED_BY_CUSTOMER,
            "is missing in the identity provider's list",
            "are missing in the identity provider's list"),
    ALIAS_SUSPECTED(
            "Probably an alias",
            "The identity provider's list has no such address, but one user who resembles this one. Correct the address or leave the user out: as they are, they could not sign in.",
            Settled.NEVER,
            "probably has another address at the identity provider",
            "probably have another address at the identity provider"),
    CASE_COLLISION(
            "Two users but for the case",
            "Another user's address differs only in capital and small letters. Sign-in is refused to both of them, since nobody may guess which one is meant.",
            Settled.NEVER,
            "has an address that differs from another user's only in case",
            "have addresses that differ from other users' only in case"),
    API_ONLY(
            "API only",
            "Programs use them. No program can sign in through an identity provider, so leave them out.",
            Settled.NEVER,
            "is used by programs only",
            "are used by programs only"),
    INACTIVE(
            "Inactive",
            "They are deactivated here or in the identity provider. Leave them out, or accept that they can't sign in.",
            Settled.ACCEPTED,
            "is inactive and neither accepted nor left out",
            "are inactive and neither accepted nor left out"),
    SHARED_MAILBOX(
            "Probably a shared mailbox",
            "Several people seem to use one address. Identity providers know persons; accept these only if the identity provider has a user for each of them.",
            Settled.ACCEPTED,
            "is probably a shared mailbox and neither accepted nor left out",
            "are probably shared mailboxes and neither accepted nor left out"),
    NEVER_SIGNED_IN(
            "Never signed in through this connection",
            "Nothing is wrong with them as far as anybody can tell; it was not tried yet. One click accepts all of them.",
            Settled.ACCEPTED,
            "has never signed in through this connection and is not accepted",
            "have never signed in through this connection and are not accepted"),
    OUTSIDE(
            "Outside the organization's own domains",
            "They were found through an account, but their address is of another domain, as a contractor's is. They are left out unless taken in one by one.",
            Settled.NEEDLESS,
            "",
            "");

    /** How a finding comes to rest, short of a correction or of leaving the user out. */
    enum Settled {
        NEEDLESS,
        ACCEPTED,
        ACCEPTED_BY_CUSTOMER,
        NEVER
    }

    private final String title;
    private final String explanation;
    private final Settled settled;
    private final String oneIs;
    private final String manyAre;

    FindingKind(String title, String explanation, Settled settled, String oneIs, String manyAre) {
        this.title = title;
        this.explanation = explanation;
        this.settled = settled;
        this.oneIs = oneIs;
        this.manyAre = manyAre;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }

    Settled settled() {
        return settled;
    }

    public boolean acceptable() {
        return settled == Settled.ACCEPTED || settled == Settled.ACCEPTED_BY_CUSTOMER;
    }

    public boolean customersAlone() {
        return settled == Settled.ACCEPTED_BY_CUSTOMER;
    }

    /** Whether another address may be what it takes. */
    public boolean correctable() {
        return this == MISSING_IN_IDP || this == ALIAS_SUSPECTED || this == CASE_COLLISION;
    }

    /** Whether it is said of each user what speaks for it. */
    public boolean explained() {
        return this == ALIAS_SUSPECTED
                || this == CASE_COLLISION
                || this == INACTIVE
                || this == SHARED_MAILBOX;
    }

    /** Whether it is usual to accept all of a kind at once. */
    public boolean oneClick() {
        return this == NEVER_SIGNED_IN;
    }

    /** The reason that stands in the form; a person may write another. */
    public String usualReason() {
        return this == NEVER_SIGNED_IN ? "They sign in for the first time after the switch." : "";
    }

    /** Whether a sign-in after the IdP's list was made shows that nothing is wrong. */
    boolean resolvedBySignIn() {
        return this == MISSING_IN_IDP || this == ALIAS_SUSPECTED;
    }

    /** As it stands in addresses. */
    public String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<FindingKind> at(String path) {
        return Arrays.stream(values()).filter(each -> each.path().equals(path)).findFirst();
    }

    String sentence(long users) {
        return users == 1
                ? "1 user " + oneIs + "."
                : String.format(Locale.ENGLISH, "%,d users %s.", users, manyAre);
    }
}
