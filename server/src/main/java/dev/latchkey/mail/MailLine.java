package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import java.util.function.BooleanSupplier;

/** An open line to the mail server. It carries one mail after another, for one thread. */
public interface MailLine extends AutoCloseable {
    /** Sends, waiting first where it would be too fast. */
    default Delivery send(EmailAddress to, String subject, String text) {
        return send(to, subject, text, () -> true);
    }

    /**
     * Sends, waiting first where it would be too fast.
     *
     * @param last asked when all of the mail is written but its end, so that nothing has been sent yet; where it says
     *     no or throws, the mail does not go and the line is of no use any more
     */
    Delivery send(EmailAddress to, String subject, String text, BooleanSupplier last);

    @Override
    void close();
}
