package dev.latchkey.secrets;

import dev.latchkey.shared.ErrorCode;
import java.util.Locale;

/** Why something sealed does not open. The code is stable. */
public enum SecretError implements ErrorCode {
    KEY_MISSING(
            "It was sealed with a secret key that this server does not have.",
            "Put that key back after the others in LATCHKEY_SECRET_KEYS, and start again."),
    DOES_NOT_OPEN(
            "It cannot be opened with the secret key that it names: it was damaged, or sealed with another key of that name.",
            "Restore it from a backup, or create it again.");

    private final String code;
    private final String meaning;
    private final String remedy;

    SecretError(String meaning, String remedy) {
        this.code = "secret." + name().toLowerCase(Locale.ROOT);
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
