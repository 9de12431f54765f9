package dev.latchkey.directory;

/** A user to be created, as typed. */
public record NewUser(String email, String name, boolean admin, User.Kind kind) {
    public NewUser(String email, String name, boolean admin) {
        this(email, name, admin, User.Kind.PERSON);
    }
}
