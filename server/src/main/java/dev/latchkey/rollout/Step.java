package dev.latchkey.rollout;

/** The steps of the assisted way, in order. The first ones are the rollout's, the others are each list's. */
public enum Step {
    DETAILS(
            "Details received",
            "The identity provider's details are still missing.",
            "The customer submits the identity provider's details; support creates the connection from them.",
            false),
    CONFIGURED(
            "Identity provider configured",
            "The customer has not confirmed that the identity provider has our values.",
            "The customer enters our values at the identity provider, and confirms it here.",
            false),
    NOMINATED(
            "Pilots nominated",
            "No pilot is nominated.",
            "The customer names a few people who try it first.",
            false),
    ENABLED(
            "Pilots enabled",
            "Not every pilot is enabled.",
            "Support enables single sign-on for just these people. Their passwords keep working.",
            false),
    TESTED(
            "Pilots signed in",
            "Not every pilot has signed in through the identity provider since the connection was last changed.",
            "Each pilot signs in through the identity provider. Both sides see how it went.",
            false),
    CONFIRMED(
            "Test confirmed",
            "The test is not confirmed by both sides for the connection as it is now.",
            "The customer and support both confirm the test.",
            false),
    IDENTIFIED(
            "Users identified",
            "The list of users has not been made, or it is empty.",
            "Support says which users belong on the list, and makes it.",
            true),
    REVIEWED(
            "List reviewed",
            "The customer has not approved the list as it is now.",
            "The customer compares the list with the identity provider's users, leaves out who should not switch, and approves it.",
            true),
    READY(
            "Readiness cleared",
            "Somebody on the list might be locked out.",
            "Everybody who might be locked out is corrected, left out or accepted.",
            true),
    ANNOUNCED(
            "Users told",
            "The users have not been told.",
            "Each user gets a mail with the day of the switch.",
            true),
    GO_AHEAD(
            "Go-ahead given",
            "The customer has not given the go-ahead.",
            "The customer says when to switch, and who keeps a second way in.",
            true),
    ENFORCED(
            "Single sign-on enforced",
            "The users have not switched.",
            "From now on these users sign in through the identity provider only.",
            true);

    private final String title;
    private final String missing;
    private final String meaning;
    private final boolean ofList;

    Step(String title, String missing, String meaning, boolean ofList) {
        this.title = title;
        this.missing = missing;
        this.meaning = meaning;
        this.ofList = ofList;
    }

    public String title() {
        return title;
    }

    /** What a refusal says when a later step was tried. */
    public String missing() {
        return missing;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether each list takes this step for itself. */
    public boolean ofList() {
        return ofList;
    }
}
