package dev.latchkey.rollout;

import dev.latchkey.csv.CsvFault;
import dev.latchkey.shared.ErrorCode;

/** Why a rollout refuses. */
public enum RolloutError implements ErrorCode {
    EDITION_WITHOUT_SSO(
            "rollout.edition_without_sso",
            "This organization's edition does not include single sign-on.",
            "Single sign-on comes with the editions Enterprise and Administration."),
    ROLLOUT_OPEN(
            "rollout.rollout_open",
            "A rollout through this connection is under way.",
            "Go on with that one, or close it first."),
    ROLLOUT_CLOSED("rollout.rollout_closed", "This rollout is closed.", "Begin another one."),
    OUT_OF_ORDER("rollout.out_of_order", "An earlier step is missing.", "Do that step first."),
    NOT_THEIRS(
            "rollout.not_theirs",
            "This step is for the other side to take.",
            "Ask them to do it on their page."),
    CONNECTION_UNKNOWN(
            "rollout.connection_unknown",
            "This organization has no such connection.",
            "Choose one of its connections."),
    DETAILS_MISSING(
            "rollout.details_missing",
            "The identity provider's details are not there yet.",
            "Hand them in first."),
    PILOT_UNKNOWN(
            "rollout.pilot_unknown",
            "This organization has no user with this login address.",
            "Check the spelling; it is the address that the user signs in with."),
    PILOT_AMBIGUOUS(
            "rollout.pilot_ambiguous",
            "Several users have this address but for its case.",
            "Correct one of the addresses first."),
    PILOT_UNFIT(
            "rollout.pilot_unfit",
            "This user can't be a pilot: deactivated, not a person, or in a list already.",
            "Nominate somebody else."),
    PILOTS_MISSING("rollout.pilots_missing", "No pilot user is named.", "Name at least one."),
    NAME_UNUSABLE(
            "rollout.name_unusable",
            "The list has no usable name.",
            "Give a name of 1 to 100 visible characters."),
    COHORT_UNKNOWN("rollout.cohort_unknown", "There is no such list.", "Go back to the rollout."),
    LIST_ENFORCED(
            "rollout.list_enforced",
            "The users of this list have switched, so it stays as it is.",
            "Make another list for those who are to follow, or undo the switch first."),
    LIST_EMPTY(
            "rollout.list_empty",
            "Nobody is in this list.",
            "Say which users it is for, and make the list."),
    LIST_OVERLAPS(
            "rollout.list_overlaps",
            "Some of these users are in another approved list by now.",
            "Make the list again; they are then left out of this one."),
    CHANGED_MEANWHILE(
            "rollout.changed_meanwhile",
            "It was changed while you looked at it.",
            "Look at it as it is now, and decide again."),
    REASON_MISSING(
            "rollout.reason_missing",
            "There is no reason, or it is too long.",
            "Give a reason of at most 500 characters."),
    DOMAIN_MALFORMED(
            "rollout.domain_malformed",
            "This is not an email domain.",
            "Write it as it stands after the @ sign, such as acme.example."),
    DOMAIN_PUBLIC(
            "rollout.domain_public",
            "Everybody can have an address of this mail service.",
            "Give a domain of the organization, or choose these users one by one."),
    DOMAIN_WITHOUT_USERS(
            "rollout.domain_without_users",
            "No user of the organization has an address of this domain.",
            "Check the spelling."),
    FILE_OTHER(
            "rollout.file_other",
            "This is another kind of file, not CSV.",
            "Save it as \"CSV UTF-8\" and upload that."),
    FILE_NOT_TEXT(
            "rollout.file_not_text",
            "The file is not text in UTF-8 or UTF-16, or not in the encoding that was chosen.",
            "Save it as \"CSV UTF-8\", or choose its encoding."),
    FILE_QUOTES(
            "rollout.file_quotes",
            "A quotation mark is not closed, or something follows a closed one.",
            "Double each quotation mark inside a quoted value."),
    USER_SID_MALFORMED(
            "rollout.user_sid_malformed",
            "This is neither a user's SID nor an address.",
            "A user's SID is US and 32 digits from 0 to 9 and A to F."),
    USER_UNKNOWN(
            "rollout.user_unknown",
            "This organization has no such user.",
            "Check the SID or address."),
    USER_ELSEWHERE(
            "rollout.user_elsewhere",
            "This user belongs to another organization.",
            "Leave them out: only their own organization's identity provider can vouch for them."),
    ACCOUNT_MALFORMED(
            "rollout.account_malformed",
            "This is no account's SID.",
            "An account's SID is AC and 32 digits from 0 to 9 and A to F."),
    ACCOUNT_UNKNOWN(
            "rollout.account_unknown", "This organization has no such account.", "Check the SID."),
    ACCOUNT_ELSEWHERE(
            "rollout.account_elsewhere",
            "This account belongs to another organization.",
            "Leave it out."),
    LINES_TOO_MANY(
            "rollout.lines_too_many",
            "These are more lines than the page takes.",
            "Give them in several files, or name a domain or an account instead."),
    COMPARISON_UNSAID(
            "rollout.comparison_unsaid",
            "Nobody has said that this list was compared with the identity provider's users.",
            "Upload the identity provider's users, or confirm that you compared them yourselves."),
    NOT_READY(
            "rollout.not_ready",
            "Somebody in this list might be locked out.",
            "Settle what the readiness page shows."),
    CONNECTION_DISABLED(
            "rollout.connection_disabled",
            "The connection is disabled, so nobody could sign in.",
            "Enable it first."),
    TEST_OUTDATED(
            "rollout.test_outdated",
            "The connection was changed after the test.",
            "Let the pilots sign in again, and confirm the test anew."),
    EMERGENCY_UNPROVEN(
            "rollout.emergency_unproven",
            "No emergency admin has proven their second way in.",
            "Let a named admin sign in once with one of their recovery codes."),
    ENFORCER_UNTESTED(
            "rollout.enforcer_untested",
            "Whoever gives the go-ahead must have signed in through this connection themself.",
            "Sign in through it once, or name an emergency admin who has."),
    NO_WAY_IN(
            "rollout.no_way_in",
            "No admin of the organization would have a working way in.",
            "Leave one admin out, or prove an emergency admin's recovery codes."),
    TIME_UNUSABLE(
            "rollout.time_unusable",
            "This is no time in the future within a year.",
            "Give a day and a time as in the field's example."),
    GO_AHEAD_OUTDATED(
            "rollout.go_ahead_outdated",
            "The list's domains were changed after the go-ahead, which holds for the users who are made later.",
            "Let the customer give the go-ahead anew."),
    NOT_YET(
            "rollout.not_yet",
            "The go-ahead is for a later time.",
            "Wait until then, or ask the customer for a new go-ahead."),
    NOT_ENFORCED(
            "rollout.not_enforced",
            "These users have not switched, so there is nothing to undo.",
            "Look at the rollout as it is now."),
    TOO_LATE(
            "rollout.too_late",
            "What was before the undo is kept for 30 days, and these are over.",
            "Get a new approval and go-ahead."),
    USERS_ENFORCED(
            "rollout.users_enforced",
            "Users sign in through this connection only.",
            "Undo their switch first, or move them to another connection."),
    LAST_WAY_IN(
            "rollout.last_way_in",
            "This is the last working way in for any admin of the organization.",
            "Give another admin a way in first, or undo the switch."),
    ORDER_SETTLED("rollout.order_settled", "This was decided already.", "Look at it as it is now.");

    private final String code;
    private final String meaning;
    private final String remedy;

    static RolloutError of(CsvFault fault) {
        return switch (fault) {
            case EMPTY -> LIST_EMPTY;
            case OTHER_FILE -> FILE_OTHER;
            case NOT_TEXT, NUL -> FILE_NOT_TEXT;
            case QUOTES, LINE_TOO_LONG -> FILE_QUOTES;
        };
    }

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
