package dev.latchkey.review;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.OrganizationId;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The mails of a correction: the link goes to the new address only, and the old one hears of it. */
@Component
class CorrectionMail {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final CorrectionStore store;
    private final Directory directory;
    private final Mailer mailer;
    private final LatchkeySettings settings;
    private final Clock clock;

    CorrectionMail(
            CorrectionStore store,
            Directory directory,
            Mailer mailer,
            LatchkeySettings settings,
            Clock clock) {
        this.store = store;
        this.directory = directory;
        this.mailer = mailer;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sends what was not sent yet. The token is made here, so that nothing but the mail ever holds it. */
    @Transactional
    public void send(OrganizationId organization, UUID id) {
        store.find(organization, id)
                .filter(each -> each.state(clock.instant()) == Correction.State.OPEN)
                .ifPresent(this::send);
    }

    private void send(Correction correction) {
        String name =
                directory
                        .organization(correction.organization())
                        .map(Organization::name)
                        .orElse("");
        if (correction.mailedAt() == null) {
            String link = settings.baseUrl() + "/login/address?token=" + store.newToken(correction);
            mailer.send(
                    new EmailAddress(correction.newEmail()),
                    "Confirm your sign-in address",
                    question(correction, name, link),
                    correction.expiresAt());
            store.mailed(correction);
        }
        if (correction.noticeMailedAt() == null) {
            EmailAddress.parse(correction.oldEmail())
                    .ifPresent(old ->
                            mailer.send(
                                    old,
                                    "Your sign-in address is about to change",
                                    notice(correction, name)));
            store.noticeMailed(correction);
        }
    }

    private static String question(Correction correction, String organization, String link) {
        return """
        %s is going to use single sign-on, and knows you by this address. So far you sign in with
        %s.

        %s asked for the change. If this is your mailbox, look at it and confirm here by %s:

        %s

        Nothing changes until you confirm. If you know nothing of it, ignore this message.
        """
                .formatted(
                        organization,
                        correction.oldEmail(),
                        correction.askedBy(),
                        DAY.format(correction.expiresAt()),
                        link);
    }

    private static String notice(Correction correction, String organization) {
        return """
        %s is going to use single sign-on. %s asked that you sign in with
        %s
        from then on, in place of this address. The link to confirm was sent there.

        If that address is not yours, tell an admin of your organization at once: they can cancel it.
        """
                .formatted(organization, correction.askedBy(), correction.newEmail());
    }
}
