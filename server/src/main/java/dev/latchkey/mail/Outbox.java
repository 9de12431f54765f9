package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts mails into the outbox; {@link OutboxSender} sends them. */
@Component
class Outbox implements Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** A mail server that is away for longer does not come back without help. */
    static final Duration LIFETIME = Duration.ofDays(4);

    private final OutboxStore store;
    private final OutboxBell bell;
    private final MailLines lines;
    private final Clock clock;

    Outbox(OutboxStore store, OutboxBell bell, MailLines lines, Clock clock) {
        this.store = store;
        this.bell = bell;
        this.lines = lines;
        this.clock = clock;
    }

    @Override
    public void send(EmailAddress to, String subject, String text) {
        send(to, subject, text, clock.instant().plus(LIFETIME));
    }

    @Override
    public void send(EmailAddress to, String subject, String text, Instant until) {
        if (!configured()) {
            LOG.warn("A mail was not sent: there is no mail server (LATCHKEY_SMTP_URL)");
            return;
        }
        store.add(to, subject, text, clock.instant(), until);
        bell.ringAfterCommit();
    }

    @Override
    public boolean configured() {
        return lines.configured();
    }
}
