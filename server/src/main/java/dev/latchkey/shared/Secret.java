package dev.latchkey.shared;

/** A text that must not be seen: it prints as {@code ***}, and every reading of it can be found by its name. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
