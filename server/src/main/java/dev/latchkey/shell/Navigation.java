package dev.latchkey.shell;

import java.util.List;

/** What a module shows in the navigation; each has a bean of it, and the shell of a page shows them all. */
public record Navigation(List<NavigationEntry> entries) {
    public Navigation {
        entries = List.copyOf(entries);
    }

    public static Navigation of(NavigationEntry... entries) {
        return new Navigation(List.of(entries));
    }
}
