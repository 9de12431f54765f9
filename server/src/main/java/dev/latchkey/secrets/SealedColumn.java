package dev.latchkey.secrets;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A column whose values are sealed by the {@link SecretBox}. Whoever owns the table declares it as a bean, and the box
 * seals for no other: so whatever is sealed is found again when a key is to be retired.
 *
 * @param what the values are, for people, in the plural
 * @param vital whether somebody's sign-in can depend on them
 * @param key the columns of the primary key
 */
public record SealedColumn(
        String table, String column, String what, boolean vital, List<KeyColumn> key) {
    public SealedColumn {
        key = List.copyOf(key);
    }

    /** A column of the primary key, with its type as SQL writes it. */
    public record KeyColumn(String name, String type) {}

    /** The names of the key, with commas between. */
    public String keyNames() {
        return key.stream().map(KeyColumn::name).collect(Collectors.joining(", "));
    }
}
