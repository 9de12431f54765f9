package dev.latchkey.turns;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The turns of this node. What somebody can ask for before they are known, by typing a password, never waits for the
 * files and keys of people who are, nor they for it.
 */
@Component
public class HeavyWork {
    private final Turns passwords = Turns.ofThisMachine("passwords");
    private final Turns files = Turns.ofThisMachine("files");

    HeavyWork() {}

    /** Lets a step that hashes or compares a password begin, while there is room for it. */
    public <T> T passwordStep(Supplier<T> step) {
        return passwords.admit(step);
    }

    /** Throws {@link Overloaded} where a step that hashes or compares a password would find no room now. */
    public void ensureRoomForPasswords() {
        passwords.ensureRoom();
    }

    /** Hashes or compares a password. Only {@link Passwords} does. */
    public <T> T password(Callable<T> work) {
        return passwords.take(work);
    }

    /** Computes something for somebody who is signed in: reads a file of many lines, makes a pair of keys. */
    public <T> T compute(Callable<T> work) {
        return files.take(work);
    }
}
