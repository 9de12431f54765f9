package dev.latchkey.mail;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum MailAction implements AuditAction {
    DROPPED("mail.dropped", "dropped a mail that had not been sent"),
    RETRIED("mail.retried", "had a mail sent again");

    private final String code;
    private final String words;

    MailAction(String code, String words) {
        this.code = code;
        this.words = words;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String words() {
        return words;
    }

    @Component
    static final class Vocabulary extends AuditVocabulary {
        Vocabulary() {
            super(values());
        }
    }
}
