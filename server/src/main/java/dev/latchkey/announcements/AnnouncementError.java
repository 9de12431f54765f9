package dev.latchkey.announcements;

import dev.latchkey.shared.ErrorCode;

/** Why something about an announcement is refused. */
public enum AnnouncementError implements ErrorCode {
    SUBJECT_UNUSABLE(
            "announcements.subject_unusable",
            "The subject is empty, too long or not one line.",
            "Write one line of at most 150 characters."),
    TEXT_UNUSABLE(
            "announcements.text_unusable",
            "A text is too long or has control characters.",
            "Write plain text of at most 5000 characters."),
    TEXT_MISSING(
            "announcements.text_missing",
            "The mail has no text.",
            "Write what changes, when, and what to do."),
    HELP_UNUSABLE(
            "announcements.help_unusable",
            "The contact for help is empty, too long or not one line.",
            "Write one line of at most 200 characters, such as a name with a phone number."),
    PLACEHOLDER_UNKNOWN(
            "announcements.placeholder_unknown",
            "There is no such placeholder.",
            "Use {name}, {organization}, {date}, {link} and {help}, written exactly like this."),
    DATE_UNSAID(
            "announcements.date_unsaid",
            "The mail does not say when.",
            "Put {date} where the day belongs."),
    DAY_MISSING(
            "announcements.day_missing",
            "The day of the switch is not set.",
            "Set the day and the time."),
    DAY_UNUSABLE(
            "announcements.day_unusable",
            "This is not a time within the next year.",
            "Give a day and a time in the future."),
    ZONE_UNKNOWN(
            "announcements.zone_unknown",
            "This is not a time zone.",
            "Choose one from the list, such as Europe/Berlin or UTC."),
    CHANGED_MEANWHILE(
            "announcements.changed_meanwhile",
            "Somebody else changed it while you looked at it.",
            "Look at it as it is now; your own text is below."),
    MAIL_UNCONFIGURED(
            "announcements.mail_unconfigured",
            "This installation has no mail server.",
            "The person who runs it can set LATCHKEY_SMTP_URL."),
    MAIL_FAILED(
            "announcements.mail_failed",
            "The mail could not be sent.",
            "Try again later, or have the mail server checked."),
    TOO_MANY_TESTS(
            "announcements.too_many_tests",
            "There were too many test mails.",
            "Wait a few minutes."),
    SENDING(
            "announcements.sending",
            "Mails are being sent at the moment.",
            "Pause first, or wait until all are sent."),
    NOT_SENDING(
            "announcements.not_sending",
            "No mails are being sent.",
            "Look at the announcement as it is now."),
    CUSTOMERS_WORD(
            "announcements.customers_word",
            "Only the customer can say that these users are told in another way.",
            "Ask an admin of the organization to do it."),
    NOTHING_TO_SETTLE(
            "announcements.nothing_to_settle",
            "Nobody here has an open mail.",
            "Look at the list as it is now."),
    BOUNCE_TOO_LARGE(
            "announcements.bounce_too_large",
            "This is more than the page accepts.",
            "Give at most 1 MB, and at most 10,000 addresses."),
    BOUNCE_UNREADABLE(
            "announcements.bounce_unreadable",
            "It contains no address that mail failed to reach.",
            "Give the returned mail with all its headers, or a list with nothing but addresses, or a table with the heading email.");

    private final String code;
    private final String meaning;
    private final String remedy;

    AnnouncementError(String code, String meaning, String remedy) {
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
