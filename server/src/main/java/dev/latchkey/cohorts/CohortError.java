package dev.latchkey.cohorts;

import dev.latchkey.csv.CsvFault;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Reason;
import java.util.Optional;

/** Why a rollout refuses. */
public enum CohortError implements ErrorCode {
    LIST_ENFORCED(
            "rollout.list_enforced",
            "The users of this list have switched, so it stays as it is.",
            "Make another list for the users who follow, or undo the switch first."),
    LIST_EMPTY(
            "rollout.list_empty",
            "This list is empty.",
            "Say which users it is for, and make the list."),
    REASON_MISSING(
            "rollout.reason_missing",
            "There is no reason, or it is too long.",
            "Give a reason of at most 500 characters."),
    DOMAIN_MALFORMED(
            "rollout.domain_malformed",
            "This is not an email domain.",
            "Write the part after the @ sign, such as acme.example."),
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
            "This is not an account's SID.",
            "An account's SID is AC and 32 digits from 0 to 9 and A to F."),
    ACCOUNT_UNKNOWN(
            "rollout.account_unknown", "This organization has no such account.", "Check the SID."),
    ACCOUNT_ELSEWHERE(
            "rollout.account_elsewhere",
            "This account belongs to another organization.",
            "Leave it out."),
    LINES_TOO_MANY(
            "rollout.lines_too_many",
            "There are more lines than the page accepts.",
            "Give them in several files, or name a domain or an account instead."),
    NOBODY_CHOSEN(
            "rollout.nobody_chosen",
            "Nobody was chosen who is on this list.",
            "Choose users on the list as it is now."),
    COHORT_UNKNOWN("rollout.cohort_unknown", "There is no such list.", "Go back to the rollout.");

    private final String code;
    private final String meaning;
    private final String remedy;

    /** For what is done to users without saying why, or at too great a length. */
    public static Optional<Problem> ifUnsound(String reason) {
        return Problem.when(!Reason.isSound(reason), REASON_MISSING);
    }

    /** For a list whose users have switched: it stays as it is. */
    public static Optional<Problem> ifEnforced(Cohort cohort) {
        return cohort.enforced()
                ? Optional.of(new Problem(LIST_ENFORCED, cohort.name()))
                : Optional.empty();
    }

    static CohortError of(CsvFault fault) {
        return switch (fault) {
            case EMPTY -> LIST_EMPTY;
            case OTHER_FILE -> FILE_OTHER;
            case NOT_TEXT, NUL -> FILE_NOT_TEXT;
            case QUOTES, LINE_TOO_LONG -> FILE_QUOTES;
        };
    }

    CohortError(String code, String meaning, String remedy) {
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
