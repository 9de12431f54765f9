package dev.latchkey.emergency;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.shared.LatchkeySettings;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The words of the mails. */
@Component
class NoticeText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Directory directory;
    private final LatchkeySettings settings;

    NoticeText(Directory directory, LatchkeySettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    record Mail(String subject, String text) {}

    Mail of(Notice notice, User about) {
        String organization =
                directory
                        .organization(notice.organization())
                        .map(Organization::name)
                        .orElse("your organization");
        String who = notice.toThemself() ? "You" : about.name() + " <" + about.email() + ">";
        String when = TIME.format(notice.at());
        return new Mail(
                subject(notice),
                body(notice, who, organization, when)
                        + "\nWho has emergency access: "
                        + settings.baseUrl()
                        + "/organization/emergency\n");
    }

    private static String subject(Notice notice) {
        boolean own = notice.toThemself();
        return switch (notice.kind()) {
            case NAMED -> own ? "You have emergency access" : "Emergency access was given";
            case ENDED -> own ? "Your emergency access has ended" : "Emergency access has ended";
            case CODES_MADE -> own ? "You made new recovery codes" : "New recovery codes were made";
            case USED -> own ? "Your recovery code was used" : "Emergency access was used";
        };
    }

    private String body(Notice notice, String who, String organization, String when) {
        return switch (notice.kind()) {
            case NAMED -> named(notice, who, organization, when);
            case ENDED -> ended(notice, who, organization, when);
            case CODES_MADE -> codesMade(notice, who, organization, when);
            case USED -> used(notice, who, organization, when);
        };
    }

    private String named(Notice notice, String who, String organization, String when) {
        return notice.toThemself()
                ? """
                You have had emergency access to %s since %s: a second way in, for when single sign-on
                does not work.

                Sign in and make your recovery codes while you can still sign in as usual:
                %s/organization/emergency/codes
                """
                        .formatted(organization, when, settings.baseUrl())
                : """
                %s has had emergency access to %s since %s: a second way in with recovery codes, for
                when single sign-on does not work.

                If this is not right, end it on the page below.
                """
                        .formatted(who, organization, when);
    }

    private static String ended(Notice notice, String who, String organization, String when) {
        return """
        %s no longer %s emergency access to %s, since %s. The recovery codes no longer work.
        """
                .formatted(who, notice.toThemself() ? "have" : "has", organization, when);
    }

    private static String codesMade(Notice notice, String who, String organization, String when) {
        return """
        %s made new recovery codes for %s on %s. The old ones no longer work.

        If it was not %s, somebody else was signed in with that account: end the emergency access and
        have the account deactivated.
        """
                .formatted(who, organization, when, notice.toThemself() ? "you" : "them");
    }

    private static String used(Notice notice, String who, String organization, String when) {
        String account = notice.toThemself() ? "your account" : "this account";
        return """
        %s signed in to %s with a recovery code on %s, from the network address %s. Recovery codes left: %d.

        Emergency access is for when single sign-on does not work. If nobody should have needed it, act
        now: end the emergency access of %s on the page below, and check the audit log for what was done.
        """
                .formatted(who, organization, when, notice.ip(), notice.codesLeft(), account);
    }
}
