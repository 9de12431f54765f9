package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.stereotype.Component;

/** Sends through the SMTP server of {@code spring.mail.*}, where one is given. */
@Component
class SmtpMailer implements Mailer {
    private final ObjectProvider<MailSender> senders;
    private final LatchkeySettings settings;

    SmtpMailer(ObjectProvider<MailSender> senders, LatchkeySettings settings) {
        this.senders = senders;
        this.settings = settings;
    }

    @Override
    public void send(EmailAddress to, String subject, String text) {
        MailSender sender = senders.getIfAvailable();
        if (sender == null) {
            throw new MailSendException("no mail server is configured");
        }
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(settings.mailFrom());
        message.setTo(to.value());
        message.setSubject(subject);
        message.setText(text);
        sender.send(message);
    }

    @Override
    public boolean configured() {
        return senders.getIfAvailable() != null;
    }
}
