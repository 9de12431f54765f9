package dev.latchkey.announcements;

/** What became of a user's mail. */
enum MailState {
    PENDING("to be sent"),
    SENDING("being sent"),
    SENT("sent"),
    REFUSED("refused"),
    UNSENT("not sent"),
    UNSURE("unsure");

    private final String words;

    MailState(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether somebody should have had a mail and may not have got it. */
    public boolean open() {
        return this == REFUSED || this == UNSURE;
    }
}
