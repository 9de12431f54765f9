package dev.latchkey.directory;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Somebody, or something, that signs in. */
public record User(
        UserId id,
        OrganizationId organization,
        String email,
        String name,
        boolean admin,
        boolean active,
        Kind kind,
        boolean hasPassword) {
    /** What is behind the address. */
    public enum Kind {
        PERSON,
        SHARED_MAILBOX,
        API_ONLY;

        /** The kind with this name, in whatever case; a person where nothing is said. */
        public static Optional<Kind> named(String name) {
            String plain =
                    name.strip().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
            return plain.isEmpty()
                    ? Optional.of(PERSON)
                    : Stream.of(values()).filter(kind -> kind.name().equals(plain)).findFirst();
        }
    }
}
