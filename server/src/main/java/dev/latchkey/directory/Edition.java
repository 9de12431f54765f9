package dev.latchkey.directory;

/** What an organization has bought (requirement A1). */
public enum Edition {
    STANDARD,
    PROFESSIONAL,
    ENTERPRISE,
    ADMINISTRATION;

    public boolean includesSso() {
        return this == ENTERPRISE || this == ADMINISTRATION;
    }
}
