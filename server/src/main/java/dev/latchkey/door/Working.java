package dev.latchkey.door;

/** How an organization and the vendor work together: a column of the table of permissions. */
public enum Working {
    /** A support desk does what only somebody with experience should, and the customer decides. */
    ASSISTED,
    /** The organization's admins do all of it themselves. Not offered yet: no module answers {@link WorkingOf}. */
    SELF_SERVICE
}
