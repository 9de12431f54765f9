package dev.latchkey.directory;

import dev.latchkey.shared.OneLine;

/** What can be a name: of an organization, an account or a user. */
public final class Names {
    private static final int LONGEST = 200;

    private Names() {}

    /** Whether people can read it in one line, in the order in which it is stored. */
    public static boolean usable(String name) {
        return !name.isBlank() && name.strip().length() <= LONGEST && OneLine.isPlain(name);
    }
}
