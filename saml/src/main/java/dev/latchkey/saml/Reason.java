package dev.latchkey.saml;

/** Why something was refused. The code is stable: it stands in fixtures, in docs/errors.md and in the operators' page. */
public enum Reason {
    MALFORMED_BASE64(
            "malformed_base64",
            "The message is not base64.",
            "Send the message as the form field's base64.");

    private final String code;
    private final String meaning;
    private final String remedy;

    Reason(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public String code() {
        return code;
    }

    /** What happened, in one sentence for an operator or admin. */
    public String meaning() {
        return meaning;
    }

    /** What to change, and where. */
    public String remedy() {
        return remedy;
    }
}
