package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends over one connection, and tells exactly what became of each mail. */
final class SmtpLine implements MailLine {
    static final String UNWRITABLE = "No mail can be written to this address.";
    static final String NEEDS_SMTPUTF8 =
            "The part of this address before the @ has letters outside ASCII, and the mail server does not take such"
                    + " addresses (it does not offer SMTPUTF8).";
    private static final Logger LOG = LoggerFactory.getLogger(SmtpLine.class);
    private static final int LONGEST_REPLY = 300;
    private static final int CLOSING = 421;

    private final SmtpLines lines;
    private final WatchedTransport transport;

    /** Asks for SMTPUTF8; there only once a mail needs it, since a relay may bounce what needlessly does. */
    private @Nullable WatchedTransport international;

    SmtpLine(SmtpLines lines, WatchedTransport transport) {
        this.lines = lines;
        this.transport = transport;
    }

    @Override
    public Delivery send(EmailAddress to, String subject, String text, BooleanSupplier last) {
        OutgoingAddress address = OutgoingAddress.of(to).orElse(null);
        if (address == null) {
            return new Delivery.Unwritable(UNWRITABLE);
        }
        if (address.international() && !transport.supportsExtension("SMTPUTF8")) {
            return new Delivery.Unwritable(NEEDS_SMTPUTF8);
        }
        WatchedTransport way;
        try {
            way = address.international() ? international() : transport;
        } catch (MailServerAway e) {
            return new Delivery.Away(e.why());
        }
        MimeMessage message;
        InternetAddress recipient;
        try {
            recipient = address.internet(null);
            message = message(way, recipient, subject, text);
        } catch (MessagingException | IOException e) {
            LOG.warn("A mail can't be written: {}", e.getClass().getName());
            return new Delivery.Unwritable("This mail can't be written.");
        }
        lines.pace().await();
        way.nextMail(last);
        try {
            way.sendMessage(message, new Address[] {recipient});
            return new Delivery.Sent();
        } catch (MessagingException e) {
            return outcome(way, e);
        }
    }

    private WatchedTransport international() throws MailServerAway {
        if (international == null) {
            international = lines.connect(true);
        }
        return international;
    }

    @SuppressWarnings("JavaUtilDate") // Jakarta Mail takes nothing else
    private MimeMessage message(
            WatchedTransport way, InternetAddress to, String subject, String text)
            throws MessagingException, IOException {
        MimeMessage message = new OwnMessage(way.session(), lines.messageIdDomain());
        message.setFrom(lines.sender().internet());
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(oneLine(subject), StandardCharsets.UTF_8.name());
        message.setText(text, StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        // So that nobody's absence note comes back (RFC 3834, 5).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        // What can't be written is found here, and not in the middle of what the server hears.
        message.writeTo(OutputStream.nullOutputStream());
        return message;
    }

    private static String oneLine(String subject) {
        return subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    private static Delivery outcome(WatchedTransport way, MessagingException e) {
        Reply reply = reply(e);
        if (reply == null) {
            LOG.warn("The connection to the mail server broke: {}", e.getClass().getSimpleName());
            return way.handedOver()
                    ? new Delivery.Unsure(
                            "The mail server did not say whether it accepted the mail.")
                    : new Delivery.Broke("The connection to the mail server broke.");
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
            if (each instanceof SMTPSenderFailedException failed && failed.getReturnCode() > 0) {
                found = new Reply(failed.getReturnCode(), plain(failed.getMessage()), true);
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
        close(transport);
        if (international != null) {
            close(international);
        }
    }

    private static void close(WatchedTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("The line to the mail server was gone before it was closed", e);
        }
    }

    /** Its Message-ID names no machine and nobody's login. */
    private static final class OwnMessage extends MimeMessage {
        private final String domain;

        private OwnMessage(jakarta.mail.Session session, String domain) {
            super(session);
            this.domain = domain;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + java.util.UUID.randomUUID() + "@" + domain + ">");
        }
    }
}
