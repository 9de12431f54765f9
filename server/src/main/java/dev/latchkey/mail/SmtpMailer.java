package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Sends through the SMTP server of LATCHKEY_SMTP_URL, where one is given. */
@Component
class SmtpMailer implements Mailer {
    private final @Nullable MailSender sender;
    private final String from;

    SmtpMailer(LatchkeySettings settings) {
        this.sender =
                settings.smtpUrl() == null || settings.smtpUrl().reveal().isBlank()
                        ? null
                        : sender(SmtpServer.parse(settings.smtpUrl()));
        this.from = settings.mailFrom();
    }

    private static MailSender sender(SmtpServer server) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setProtocol(server.protocol());
        sender.setHost(server.host());
        sender.setPort(server.port());
        sender.setUsername(server.user());
        sender.setPassword(server.password() == null ? null : server.password().reveal());
        sender.setDefaultEncoding("UTF-8");
        sender.setJavaMailProperties(server.properties());
        return sender;
    }

    @Override
    public void send(EmailAddress to, String subject, String text) {
        if (sender == null) {
            throw new MailSendException("no mail server is configured (LATCHKEY_SMTP_URL)");
        }
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(to.value());
        message.setSubject(subject);
        message.setText(text);
        sender.send(message);
    }

    @Override
    public boolean configured() {
        return sender != null;
    }
}
