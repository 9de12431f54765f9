package dev.latchkey.imports;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum ImportAction implements AuditAction {
    DISCARDED("users.import_discarded", "discarded a file of users unread"),
    IMPORTED("users.imported", "imported users");

    private final String code;
    private final String words;

    ImportAction(String code, String words) {
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
