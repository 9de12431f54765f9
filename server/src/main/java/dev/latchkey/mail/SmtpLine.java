package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends over one connection, and tells exactly what became of each mail. */
final class SmtpLine implements MailLine {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpLine.class);
    private static final int LONGEST_REPLY = 300;
    private static final int CLOSING = 421;

    private final Session session;
    private final WatchedTransport transport;
    private final String from;
    private final MailPace pace;

    SmtpLine(Session session, WatchedTransport transport, String from, MailPace pace) {
        this.session = session;
        this.transport = transport;
        this.from = from;
        this.pace = pace;
    }

    @Override
    public Delivery send(EmailAddress to, String subject, String text) {
        InternetAddress address;
        try {
            address = new InternetAddress(to.value(), true);
        } catch (AddressException e) {
            return new Delivery.Refused("No mail can be written to this address.");
        }
        pace.await();
        transport.nextMail();
        try {
            transport.sendMessage(message(address, subject, text), new Address[] {address});
            return new Delivery.Sent();
        } catch (MessagingException e) {
            return outcome(e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // Jakarta Mail takes nothing else
    private MimeMessage message(InternetAddress to, String subject, String text)
            throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setText(text, StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        // So that nobody's absence note comes back (RFC 3834, 5).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private Delivery outcome(MessagingException e) {
        Reply reply = reply(e);
        if (reply == null) {
            LOG.warn("The line to the mail server broke: {}", e.getClass().getSimpleName());
            return transport.handedOver()
                    ? new Delivery.Unsure("The mail server did not say whether it took the mail.")
                    : new Delivery.Away("The line to the mail server broke.");
        }
        if (reply.code() == CLOSING || reply.ofAll()) {
            return new Delivery.Away("The mail server takes no mail now: " + reply.text());
        }
        return reply.code() >= 500
                ? new Delivery.Refused(reply.text())
                : new Delivery.Later(reply.text());
    }

    /**
     * What the server answered.
     *
     * @param ofAll whether it is about us and not about this mail
     */
    private record Reply(int code, String text, boolean ofAll) {}

    private static @Nullable Reply reply(MessagingException thrown) {
        @Nullable Reply found = null;
        for (Exception e = thrown; e instanceof MessagingException each; e = next(each)) {
            if (each instanceof SMTPAddressFailedException failed && failed.getReturnCode() > 0) {
                return new Reply(failed.getReturnCode(), plain(failed.getMessage()), false);
            }
            if (each instanceof SMTPSendFailedException failed && failed.getReturnCode() > 0) {
                boolean sender = String.valueOf(failed.getCommand()).startsWith("MAIL");
                found = new Reply(failed.getReturnCode(), plain(failed.getMessage()), sender);
            }
        }
        return found;
    }

    private static @Nullable Exception next(MessagingException e) {
        return e.getNextException();
    }

    private static String plain(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST_REPLY ? line : line.substring(0, LONGEST_REPLY);
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("The line to the mail server was gone before it was closed", e);
        }
    }
}
