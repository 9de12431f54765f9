package dev.latchkey.saml.xml;

import java.io.Serial;

/**
 * A canonical form has no end in sight: exclusive canonicalization writes a namespace declaration again for each element
 * that needs it, so that a small document can have a form of a gigabyte.
 */
public final class OverlongForm extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    OverlongForm() {
        super("a canonical form longer than the bound", null, false, false);
    }
}
