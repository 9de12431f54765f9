package dev.latchkey.mail;

import dev.latchkey.shared.LatchkeySettings;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lines to the SMTP server of LATCHKEY_SMTP_URL. */
@Component
class SmtpLines implements MailLines {
    private final @Nullable SmtpServer server;
    private final String from;
    private final int perSecond;
    private final MailPace pace;

    SmtpLines(LatchkeySettings settings) {
        this.server =
                settings.smtpUrl() == null || settings.smtpUrl().reveal().isBlank()
                        ? null
                        : SmtpServer.parse(settings.smtpUrl());
        this.from = settings.mailFrom();
        this.perSecond = settings.mailPerSecond();
        this.pace = new MailPace(perSecond);
    }

    @Override
    public boolean configured() {
        return server != null;
    }

    @Override
    public int perSecond() {
        return perSecond;
    }

    @Override
    public MailLine open() throws MailServerAway {
        if (server == null) {
            throw new MailServerAway(
                    "There is no mail server (LATCHKEY_SMTP_URL).", new IllegalStateException());
        }
        Session session = Session.getInstance(server.properties());
        WatchedTransport transport = new WatchedTransport(session, server.protocol());
        try {
            transport.connect(
                    server.host(),
                    server.port(),
                    server.user(),
                    server.password() == null ? null : server.password().reveal());
        } catch (AuthenticationFailedException e) {
            throw new MailServerAway("The mail server refused our sign-in.", e);
        } catch (MessagingException e) {
            throw new MailServerAway("The mail server can't be reached.", e);
        }
        return new SmtpLine(session, transport, from, pace);
    }
}
