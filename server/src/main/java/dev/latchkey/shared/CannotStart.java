package dev.latchkey.shared;

import org.jspecify.annotations.Nullable;

/** The server can't start as things are on this machine, and whoever starts it can change that. */
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param sentence what is in the way
     * @param remedy what to do
     */
    public CannotStart(String sentence, String remedy, @Nullable Throwable cause) {
        super(sentence, cause);
        this.remedy = remedy;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
