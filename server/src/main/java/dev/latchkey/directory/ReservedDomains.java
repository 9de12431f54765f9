package dev.latchkey.directory;

/** Knows domains that no organization ever holds, such as that of the operators. Every bean of this type is asked. */
public interface ReservedDomains {
    /** Whether this domain, without its case, is nobody's. */
    boolean reserved(String domain);
}
