package dev.latchkey.secretkeys;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum SecretKeyAction implements AuditAction {
    RENEWAL_BEGUN(
            "secret_key.renewal_begun", "began to seal again what an older secret key had sealed"),
    RETIRED("secret_key.retired", "found that nothing needs a secret key any more");

    private final String code;
    private final String words;

    SecretKeyAction(String code, String words) {
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
