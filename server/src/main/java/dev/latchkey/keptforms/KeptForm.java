package dev.latchkey.keptforms;

import java.util.List;
import java.util.Set;

/**
 * A form that was not taken, as it would be sent.
 *
 * @param path where it was sent to
 */
record KeptForm(String path, List<Field> fields) {
    private static final Set<String> OF_OURS = Set.of("seen", "version");

    /** One field; a name may stand several times. */
    record Field(String name, String value) {
        /** The name as a word. */
        public String label() {
            String words =
                    name.replaceAll("([a-z])([A-Z])", "$1 $2").replaceAll("[^\\p{L}\\p{N}]+", " ");
            String word = words.strip();
            return word.isEmpty()
                    ? name
                    : word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
        }
    }

    /** What a person typed or chose of it. */
    public List<Field> typed() {
        return fields.stream()
                .filter(field -> !field.name().startsWith("_"))
                .filter(field -> !OF_OURS.contains(field.name()))
                .filter(field -> !field.value().isBlank())
                .toList();
    }
}
