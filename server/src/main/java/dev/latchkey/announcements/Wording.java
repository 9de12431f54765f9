package dev.latchkey.announcements;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the users are told.
 *
 * @param vendor the text before; an operator's to write
 * @param customer the text behind; the customer's to write, and often empty
 * @param help whom to ask
 * @param switchAt the day of the switch
 * @param zone in which the day was given, and is told beside UTC
 */
record Wording(
        String subject,
        String vendor,
        String customer,
        String help,
        @Nullable Instant switchAt,
        String zone) {

    /** Digits only: the language of the text is whichever it was typed in. */
    private static final DateTimeFormatter THERE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private static final DateTimeFormatter FIELD =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

    static final Wording USUAL =
            new Wording(
                    "Your sign-in changes on {date}",
                    """
                    Hello {name},

                    from {date} you sign in through {organization}'s own sign-in page, the one that you \
                    know from your other work tools. Your password here no longer works from then on.

                    You need not do anything until then. If you want to try the new way now, open this \
                    page and choose Continue:
                    {link}

                    Questions? {help}
                    """,
                    "",
                    "Ask your IT department.",
                    null,
                    "UTC");

    /** The day as the mail says it; empty while there is none. */
    String date() {
        if (switchAt == null) {
            return "";
        }
        String utc = THERE.format(switchAt.atOffset(ZoneOffset.UTC)) + " UTC";
        ZoneId there = ZoneId.of(zone);
        return there.getRules().getOffset(switchAt).equals(ZoneOffset.UTC)
                ? utc
                : THERE.format(switchAt.atZone(there)) + " " + zone + " (" + utc + ")";
    }

    /** The day as a browser's field takes it. */
    String field() {
        return switchAt == null ? "" : FIELD.format(switchAt.atZone(ZoneId.of(zone)));
    }

    /** The whole text, with its placeholders. */
    String text() {
        return customer.isBlank() ? vendor : vendor.stripTrailing() + "\n\n" + customer;
    }
}
