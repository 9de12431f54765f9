package dev.latchkey.shared;

/** Why a form is refused that confirms something else than what is there. */
public enum SeenError implements ErrorCode {
    CHANGED(
            "seen.changed",
            "This has changed since you looked at it, so nothing was done.",
            "This is how it looks now. Look at it, and decide again.");

    private final String code;
    private final String meaning;
    private final String remedy;

    SeenError(String code, String meaning, String remedy) {
        this.code = code;
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
