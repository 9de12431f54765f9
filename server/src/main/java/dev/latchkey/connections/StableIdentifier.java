package dev.latchkey.connections;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an IdP says who somebody is for good, apart from the address (requirement D12).
 *
 * @param attribute the attribute's name; null for the NameID of the persistent format
 */
public record StableIdentifier(@Nullable String attribute) {
    private static final String NAME_ID = "NAME_ID";
    private static final String ATTRIBUTE = "ATTRIBUTE:";
    private static final int LONGEST = 512;

    /** As the database has it; null for none. */
    static @Nullable StableIdentifier read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return text.equals(NAME_ID)
                ? new StableIdentifier(null)
                : new StableIdentifier(text.substring(ATTRIBUTE.length()));
    }

    String text() {
        return attribute == null ? NAME_ID : ATTRIBUTE + attribute;
    }

    /** From a form; nothing for a name that can't be an attribute's. */
    static Optional<StableIdentifier> of(String kind, String attribute) {
        if (kind.equals(NAME_ID)) {
            return Optional.of(new StableIdentifier(null));
        }
        String name = attribute.strip();
        boolean usable =
                kind.equals("ATTRIBUTE")
                        && !name.isEmpty()
                        && name.length() <= LONGEST
                        && name.codePoints().noneMatch(Character::isISOControl);
        return usable ? Optional.of(new StableIdentifier(name)) : Optional.empty();
    }
}
