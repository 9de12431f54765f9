package dev.latchkey.demo;

import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of the sample.
 *
 * @param address before the @ sign
 * @param state toward the sample connection; null is NOT_ENABLED
 * @param reason for being left out
 * @param user whether the console knows them too, or only the IdP does
 */
record Person(
        String address,
        String name,
        boolean admin,
        User.Kind kind,
        Standing.@Nullable State state,
        @Nullable String reason,
        boolean user) {

    static Person of(String address, String name) {
        return new Person(address, name, false, User.Kind.PERSON, null, null, true);
    }

    static Person of(String address, String name, Standing.State state) {
        return of(address, name).in(state, null);
    }

    static Person admin(String address, String name) {
        return new Person(address, name, true, User.Kind.PERSON, null, null, true);
    }

    static Person mailbox(String address, String name) {
        return new Person(address, name, false, User.Kind.SHARED_MAILBOX, null, null, true);
    }

    static Person onlyAtIdp(String address, String name) {
        return new Person(address, name, false, User.Kind.PERSON, null, null, false);
    }

    Person in(Standing.State newState, @Nullable String why) {
        return new Person(address, name, admin, kind, newState, why, user);
    }
}
