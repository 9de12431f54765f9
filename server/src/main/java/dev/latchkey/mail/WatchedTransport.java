package dev.latchkey.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Remembers whether a mail was handed over whole. Up to the line with a single dot the server must not deliver it
 * (RFC 5321 4.1.1.4); from then on only its answer tells.
 */
final class WatchedTransport extends SMTPTransport {
    private final Session mails;
    private BooleanSupplier last = () -> true;
    private boolean handedOver;

    WatchedTransport(Session session, String protocol) {
        super(session, null, protocol, protocol.equals("smtps"));
        this.mails = session;
    }

    Session session() {
        return mails;
    }

    /** The mail's end is written only if this says so then. */
    void nextMail(BooleanSupplier last) {
        this.handedOver = false;
        this.last = last;
    }

    boolean handedOver() {
        return handedOver;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        boolean goes;
        try {
            goes = last.getAsBoolean();
        } catch (RuntimeException e) {
            throw new IOException("the mail was not handed over", e);
        }
        if (!goes) {
            throw new IOException("the mail was not handed over");
        }
        handedOver = true;
        super.finishData();
    }
}
