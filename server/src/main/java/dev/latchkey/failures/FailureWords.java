package dev.latchkey.failures;

import dev.latchkey.saml.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The codes of failed sign-ins, the core's and our own, in words. */
public final class FailureWords {
    private static final Map<String, FailureWords> ALL = all();

    private final String meaning;
    private final String remedy;

    private FailureWords(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    private static Map<String, FailureWords> all() {
        Map<String, FailureWords> all = new HashMap<>();
        for (LoginError error : LoginError.values()) {
            all.put(error.code(), new FailureWords(error.meaning(), error.remedy()));
        }
        for (Reason reason : Reason.values()) {
            all.put(reason.code(), new FailureWords(reason.meaning(), reason.remedy()));
        }
        return Map.copyOf(all);
    }

    /** All of them, by code. */
    static Map<String, FailureWords> byCode() {
        return ALL;
    }

    /** The words of a code; nothing for one that an older version has kept and this one does not know. */
    public static Optional<FailureWords> of(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    /** What has happened, as a sentence. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
