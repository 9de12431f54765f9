package dev.latchkey.shell;

import java.util.List;
import java.util.stream.Stream;

/**
 * A place in the navigation.
 *
 * @param also paths that belong to it and do not lie within its own
 */
public record NavigationEntry(
        NavigationArea area, int order, String path, String text, List<String> also) {
    public NavigationEntry {
        also = List.copyOf(also);
        if (Stream.concat(Stream.of(path), also.stream())
                .anyMatch(each -> !each.isEmpty() && !each.startsWith("/"))) {
            throw new IllegalArgumentException("no path of a page: " + path + ", " + also);
        }
    }

    /** The same, with the pages at another path marked as its own. */
    public NavigationEntry with(String another) {
        return new NavigationEntry(
                area, order, path, text, Stream.concat(also.stream(), Stream.of(another)).toList());
    }

    /** How much of a page's path names this place, in characters; -1 where the page does not belong to it. */
    int nearness(String base, String page) {
        return Stream.concat(Stream.of(path), also.stream())
                .map(each -> base + each)
                .filter(place -> page.equals(place) || page.startsWith(place + "/"))
                .mapToInt(String::length)
                .max()
                .orElse(-1);
    }
}
