package dev.latchkey.review;

import dev.latchkey.csv.CsvFault;
import dev.latchkey.shared.ErrorCode;

/** Why the review refuses. */
enum ReviewError implements ErrorCode {
    FILE_MISSING("review.file_missing", "There is no file, or it is empty.", "Choose a CSV file."),
    FILE_TOO_LARGE(
            "review.file_too_large",
            "The file is too large.",
            "Export only the columns for address, name and status, or split the users over several connections."),
    WORKBOOK(
            "review.workbook",
            "This is another kind of file, not CSV.",
            "Save it as CSV with UTF-8 and upload that."),
    NOT_TEXT(
            "review.not_text",
            "The file is not text in UTF-8 or UTF-16, or not in the encoding that was chosen.",
            "Save it as CSV with UTF-8 and upload that, or choose its encoding."),
    NOT_CSV(
            "review.not_csv",
            "The file can't be read as CSV.",
            "Look at that line: there may be a quotation mark missing, or one too many."),
    LINE_TOO_LONG(
            "review.line_too_long",
            "A line is far too long.",
            "Look for a quotation mark that is never closed, or a file that is not a list of users."),
    TOO_MANY_LINES(
            "review.too_many_lines",
            "The file has more lines than can be read.",
            "Export only the users who will sign in through this connection."),
    ADDRESS_COLUMN_MISSING(
            "review.address_column_missing",
            "No column is chosen for the address.",
            "Choose the column with the address that the identity provider sends."),
    NO_ADDRESS(
            "review.no_address",
            "No line has an address in the chosen column.",
            "Choose another column, or check that the right file was uploaded."),
    UPLOAD_GONE(
            "review.upload_gone",
            "The uploaded file is no longer there.",
            "Upload it again; a file that is waiting is kept for a day."),
    NOT_ACCEPTABLE(
            "review.not_acceptable",
            "Such a user can't be enabled as they are.",
            "Correct the address, or leave the user out."),
    CUSTOMERS_ALONE(
            "review.customers_alone",
            "Only the customer can accept users whom their identity provider does not know.",
            "Ask their admin to do it on this page, or leave the users out."),
    NOBODY_CHOSEN(
            "review.nobody_chosen",
            "No users are chosen.",
            "Tick the users, or choose all of them."),
    REASON_MISSING(
            "review.reason_missing",
            "There is no reason, or it is too long.",
            "Give a reason of at most 500 characters."),
    LIST_ENFORCED(
            "review.list_enforced",
            "The users of this list have switched, so it stays as it is.",
            "Change the user on their own page."),
    USER_NOT_LISTED(
            "review.user_not_listed",
            "This user is not on the list.",
            "Look at the list as it is now."),
    ADDRESS_UNUSABLE(
            "review.address_unusable", "This is not an email address.", "Write it as name@domain."),
    ADDRESS_SAME(
            "review.address_same",
            "The user already has this address.",
            "Give the address that the identity provider sends."),
    ADDRESS_TAKEN(
            "review.address_taken",
            "Another user has this address.",
            "Find out which of the two users is right, and leave the other one out."),
    ADDRESS_PUBLIC(
            "review.address_public",
            "Everybody can have an address of this mail service.",
            "Give an address of the organization."),
    DOMAIN_NOT_HELD(
            "review.domain_not_held",
            "Nothing shows that this domain belongs to the organization alone.",
            "Give an address at a domain that other users of the organization have signed in with, or ask support to vouch for the domain."),
    ADDRESS_NEW(
            "review.address_new",
            "The user's address was changed recently, and the old mailbox can still object.",
            "Wait until that time is over."),
    NOT_THE_OLD_MAILBOX(
            "review.not_the_old_mailbox",
            "Only the mailbox of the old address can stop a correction or undo it.",
            "Follow the link in the mail that was sent there."),
    CORRECTION_OPEN(
            "review.correction_open",
            "A correction is already waiting for this user's confirmation.",
            "Cancel it first."),
    CORRECTION_GONE(
            "review.correction_gone",
            "This correction is confirmed, cancelled or expired.",
            "Look at the page as it is now."),
    MAIL_MISSING(
            "review.mail_missing",
            "There is no mail server, so the user could not confirm.",
            "Configure one, or let support change the address on the user's page."),
    TOO_MANY_CORRECTIONS(
            "review.too_many_corrections",
            "Too many corrections were asked for in a short time.",
            "Wait a quarter of an hour.");

    private final String code;
    private final String meaning;
    private final String remedy;

    static ReviewError of(CsvFault fault) {
        return switch (fault) {
            case EMPTY -> FILE_MISSING;
            case OTHER_FILE -> WORKBOOK;
            case NOT_TEXT, NUL -> NOT_TEXT;
            case QUOTES -> NOT_CSV;
            case LINE_TOO_LONG -> LINE_TOO_LONG;
        };
    }

    ReviewError(String code, String meaning, String remedy) {
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
