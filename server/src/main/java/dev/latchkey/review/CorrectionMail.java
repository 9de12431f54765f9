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

/**
 * The mails of a correction: each mailbox gets a link of its own. Where somebody elsewhere has the new address, nothing
 * is sent there, and the correction ends unconfirmed.
 */
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
            EmailAddress email = new EmailAddress(correction.newEmail());
            if (isFree(correction, email)) {
                mailer.send(
                        email,
                        "Confirm your sign-in address",
                        question(correction, name, link(store.newToken(correction))),
                        correction.expiresAt());
            }
            store.mailed(correction);
        }
        if (correction.noticeMailedAt() == null) {
            EmailAddress.parse(correction.oldEmail())
                    .ifPresent(old ->
                            mailer.send(
                                    old,
                                    "Your sign-in address is about to change",
                                    notice(correction, name, link(store.oldToken(correction))),
                                    correction.expiresAt()));
            store.noticeMailed(correction);
        }
    }

    private boolean isFree(Correction correction, EmailAddress email) {
        return directory.usersByEmail(email).stream()
                .allMatch(each -> each.id().equals(correction.user()));
    }

    private String link(String token) {
        return settings.baseUrl() + "/login/address?token=" + token;
    }

    private static String question(Correction correction, String organization, String link) {
        return """
        %s is going to use single sign-on, and knows you by this address. At present you sign in with
        %s.

        %s asked for the change. If this is your mailbox, please check the change and confirm it here by %s:

        %s

        You also have to confirm from the mailbox of the old address, or be signed in with your password
        in the same browser. Nothing changes until then. If you know nothing about this, ignore this
        message.
        """
                .formatted(
                        organization,
                        correction.oldEmail(),
                        correction.askedBy(),
                        DAY.format(correction.expiresAt()),
                        link);
    }

    private static String notice(Correction correction, String organization, String link) {
        return """
        %s is going to use single sign-on. %s asked that you sign in with
        %s
        from then on, instead of this address. A mail was sent there, too.

        Please say here by %s whether you want that:

        %s

        If that address is not yours, stop the change there, and tell an admin of your organization.
        If the change takes effect without you, the same link can undo it for some time.
        """
                .formatted(
                        organization,
                        correction.askedBy(),
                        correction.newEmail(),
                        DAY.format(correction.expiresAt()),
                        link);
    }
}
