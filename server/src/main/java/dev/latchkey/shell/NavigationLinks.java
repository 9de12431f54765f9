package dev.latchkey.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The navigation of all modules together. */
@Component
class NavigationLinks {
    private static final Comparator<NavigationEntry> ORDER =
            Comparator.comparingInt(NavigationEntry::order).thenComparing(NavigationEntry::path);

    private final List<NavigationEntry> entries;

    NavigationLinks(List<Navigation> navigation) {
        this.entries =
                navigation.stream().flatMap(each -> each.entries().stream()).sorted(ORDER).toList();
    }

    /** The entries of these areas, the one marked that the page belongs to most. */
    List<Shell.Link> of(Set<NavigationArea> areas, String base, String page) {
        List<NavigationEntry> shown =
                entries.stream().filter(entry -> areas.contains(entry.area())).toList();
        NavigationEntry current =
                shown.stream()
                        .filter(entry -> entry.nearness(base, page) >= 0)
                        .max(Comparator.comparingInt(entry -> entry.nearness(base, page)))
                        .orElse(null);
        return shown.stream()
                .map(entry ->
                        new Shell.Link(base + entry.path(), entry.text(), entry.equals(current)))
                .toList();
    }
}
