package dev.latchkey.demo;

/** What the demo IdP sends: a good Response, or one that must be refused. */
public enum Kind {
    GOOD("A good response"),
    UNSIGNED("Not signed"),
    TAMPERED("Changed after it was signed"),
    OTHER_KEY("Signed with another IdP's key"),
    OTHER_EMAIL("For somebody of another organization"),
    WRONG_AUDIENCE("For another service"),
    EXPIRED("Expired an hour ago");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
