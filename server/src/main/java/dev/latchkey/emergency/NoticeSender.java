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
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes the mails of one event and puts them into the outbox. That and the claim on each are one transaction, so that
 * nobody gets it twice and nobody is forgotten.
 */
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

    @Transactional
    public void send(OrganizationId organization, UUID event) {
        if (mailer.configured()) {
            Optional<Notice> next = store.claim(organization, event);
            while (next.isPresent()) {
                deliver(next.get());
                next = store.claim(organization, event);
            }
        } else {
            LOG.warn("Nobody is told of emergency access by mail: there is no mail server");
            boolean more = true;
            while (more) {
                more = store.claim(organization, event).isPresent();
            }
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
        EmailAddress.parse(recipient.email())
                .ifPresent(to -> mailer.send(to, mail.subject(), mail.text()));
    }
}
