package dev.latchkey.mail;

import dev.latchkey.shared.DomainName;
import dev.latchkey.shared.LatchkeySettings;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lines to the SMTP server of LATCHKEY_SMTP_URL. */
@Component
class SmtpLines implements MailLines {
    private final @Nullable SmtpServer server;
    private final MailSender sender;
    private final String messageIdDomain;
    private final int perSecond;
    private final MailPace pace;

    SmtpLines(LatchkeySettings settings) {
        this.server =
                settings.smtpUrl() == null || settings.smtpUrl().reveal().isBlank()
                        ? null
                        : SmtpServer.parse(settings.smtpUrl());
        this.sender = MailSender.parse(settings.mailFrom());
        this.messageIdDomain =
                DomainName.of(settings.address().host().text())
                        .map(DomainName::value)
                        .orElse(sender.domain());
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

    MailSender sender() {
        return sender;
    }

    String messageIdDomain() {
        return messageIdDomain;
    }

    MailPace pace() {
        return pace;
    }

    @Override
    public MailLine open() throws MailServerAway {
        return new SmtpLine(this, connect(false));
    }

    /** Connects and signs in, so that mails can follow. */
    WatchedTransport connect(boolean international) throws MailServerAway {
        if (server == null) {
            throw new MailServerAway(
                    "There is no mail server (LATCHKEY_SMTP_URL).", new IllegalStateException());
        }
        Properties properties = server.properties();
        properties.setProperty("mail.mime.allowutf8", String.valueOf(international));
        properties.setProperty("mail." + server.protocol() + ".localhost", greeting());
        WatchedTransport transport =
                new WatchedTransport(Session.getInstance(properties), server.protocol());
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
        return transport;
    }

    /** What EHLO says: this machine's name where it is one (RFC 5321 4.1.1.1). */
    private String greeting() {
        try {
            String machine = InetAddress.getLocalHost().getCanonicalHostName();
            return DomainName.of(machine).map(DomainName::value).orElse(messageIdDomain);
        } catch (UnknownHostException e) {
            return messageIdDomain;
        }
    }
}
