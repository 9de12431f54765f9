package dev.latchkey.shell;

import java.util.List;

/** Where an entry of the navigation is shown, and to whom. */
public enum NavigationArea {
    /** At the top of the operators' pages. */
    OPERATORS,
    /** At the top of every page of a user who is signed in. */
    USERS,
    /** Beside those, for an admin of an organization. */
    ADMINS,
    /** Among the pages about one organization, as operators see them. Paths are within the organization's. */
    ORGANIZATION,
    /** The same for the organization's own admins. Paths are within {@code /organization}. */
    OWN_ORGANIZATION;

    /**
     * A place here.
     *
     * @param order the entries of an area stand from the least to the greatest
     * @param path of the page, with all that lies within it; empty for an organization's first page
     */
    public NavigationEntry entry(int order, String path, String text) {
        return new NavigationEntry(this, order, path, text, List.of());
    }
}
