package dev.latchkey.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Remembers whether a mail was handed over whole. Up to the line with a single dot the server must not deliver it
 * (RFC 5321 4.1.1.4); from then on only its answer tells.
 */
final class WatchedTransport extends SMTPTransport {
    private boolean handedOver;

    WatchedTransport(Session session, String protocol) {
        super(session, null, protocol, protocol.equals("smtps"));
    }

    void nextMail() {
        handedOver = false;
    }

    boolean handedOver() {
        return handedOver;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        handedOver = true;
        super.finishData();
    }
}
