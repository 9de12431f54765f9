package dev.latchkey.audit;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The details of a record, which are short names and values, as people write them. */
public final class DetailWords {
    private DetailWords() {}

    /** The name of a detail: {@code usersIn} is "users in". */
    public static String name(String key) {
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT);
    }

    /** A detail as people write it. */
    public static String text(Object value) {
        return switch (value) {
            case Collection<?> all ->
                    all.stream().map(DetailWords::text).collect(Collectors.joining(", "));
            case Map<?, ?> parts ->
                    parts.entrySet().stream()
                            .map(each ->
                                    name(each.getKey().toString()) + " " + text(each.getValue()))
                            .collect(Collectors.joining(", "));
            case Boolean yes -> yes ? "yes" : "no";
            default -> value.toString();
        };
    }
}
