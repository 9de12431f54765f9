package dev.latchkey.rollout;

import dev.latchkey.shared.ErrorCode;

/** Why a rollout refuses. */
public enum RolloutError implements ErrorCode {
    EDITION_WITHOUT_SSO(
            "rollout.edition_without_sso",
            "This organization's edition does not include single sign-on.",
            "Single sign-on comes with the Enterprise and Administration editions."),
    ROLLOUT_OPEN(
            "rollout.rollout_open",
            "A rollout through this connection is under way.",
            "Continue with that one, or close it first."),
    ROLLOUT_CLOSED("rollout.rollout_closed", "This rollout is closed.", "Start another one."),
    OUT_OF_ORDER("rollout.out_of_order", "An earlier step is missing.", "Do that step first."),
    CONNECTION_UNKNOWN(
            "rollout.connection_unknown",
            "This organization has no such connection.",
            "Choose one of its connections."),
    DETAILS_MISSING(
            "rollout.details_missing",
            "The identity provider's details are still missing.",
            "Submit them first."),
    PILOT_UNKNOWN(
            "rollout.pilot_unknown",
            "This organization has no user with this login address.",
            "Check the spelling; it is the address that the user signs in with."),
    PILOT_AMBIGUOUS(
            "rollout.pilot_ambiguous",
            "Several users have addresses that differ from this one only in case.",
            "Correct one of the addresses first."),
    PILOT_UNFIT(
            "rollout.pilot_unfit",
            "This user can't be a pilot: deactivated, not a person, or already on a list.",
            "Nominate somebody else."),
    PILOTS_MISSING("rollout.pilots_missing", "No pilot is nominated.", "Nominate at least one."),
    NAME_UNUSABLE(
            "rollout.name_unusable",
            "The list has no usable name.",
            "Give a name of 1 to 100 visible characters."),
    LIST_OVERLAPS(
            "rollout.list_overlaps",
            "Some of these users are now on another approved list.",
            "Make the list again; this leaves them out of this one."),
    CHANGED_MEANWHILE(
            "rollout.changed_meanwhile",
            "It was changed while you looked at it.",
            "Look at it as it is now, and decide again."),
    COMPARISON_UNSAID(
            "rollout.comparison_unsaid",
            "Nobody has confirmed that this list was compared with the identity provider's users.",
            "Upload the identity provider's users, or confirm that you compared them yourselves."),
    TEST_OUTDATED(
            "rollout.test_outdated",
            "The connection was changed after the test.",
            "Have the pilots sign in again, and confirm the test again.");

    private final String code;
    private final String meaning;
    private final String remedy;

    RolloutError(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
