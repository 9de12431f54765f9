package dev.latchkey.web;

/** A part of the site for people with one role; all that lies within its path is theirs. */
public enum Area {
    OPERATOR("/operator"),
    ADMIN("/organization"),
    USER("/console");

    private final String path;

    Area(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    /** Whether a path lies here, read as it was written. */
    public boolean contains(String asked) {
        return asked.equals(path) || asked.startsWith(path + "/");
    }
}
