package dev.latchkey.emergency;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.stereotype.Component;

/** Sends the mails of one event. Each is claimed before it is sent, so that nobody gets it twice. */
@Component
class NoticeSender {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);

    private final NoticeStore store;
    private final NoticeText text;
    private final Directory directory;
    private final Mailer mailer;

    NoticeSender(NoticeStore store, NoticeText text, Directory directory, Mailer mailer) {
        this.store = store;
        this.text = text;
        this.directory = directory;
        this.mailer = mailer;
    }

    /** Throws when the mail server can't be reached, so that it is tried again. */
    void send(OrganizationId organization, UUID event) {
        if (mailer.configured()) {
            Optional<Notice> next = store.claim(organization, event);
            while (next.isPresent()) {
                deliver(next.get());
                next = store.claim(organization, event);
            }
        } else {
            LOG.warn("Nobody is told of emergency access by mail: there is no mail server");
        }
        store.forget(organization, event);
    }

    private void deliver(Notice notice) {
        User recipient =
                directory
                        .user(notice.organization(), notice.recipient())
                        .filter(User::active)
                        .orElse(null);
        User about = directory.user(notice.organization(), notice.about()).orElse(null);
        if (recipient == null || about == null) {
            return;
        }
        NoticeText.Mail mail = text.of(notice, about);
        try {
            mailer.send(new EmailAddress(recipient.email()), mail.subject(), mail.text());
        } catch (MailException e) {
            if (neverLeft(e)) {
                store.release(notice);
                throw e;
            }
            LOG.warn("The mail to {} about emergency access was refused", recipient.id());
        }
    }

    /** Whether the server was not even reached. Of anything later nobody can say whether a mail went out. */
    private static boolean neverLeft(MailException e) {
        return e instanceof MailAuthenticationException
                || (e instanceof MailSendException failure
                        && failure.getCause() != null
                        && !failure.getFailedMessages().isEmpty());
    }
}
