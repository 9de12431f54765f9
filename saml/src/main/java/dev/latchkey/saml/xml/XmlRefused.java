package dev.latchkey.saml.xml;

import java.io.Serial;

/** Why a document is not read. It never leaves the core: callers turn it into a value. */
public final class XmlRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    /** The kinds of refusal, each with a reason of its own. */
    public enum Kind {
        NOT_XML,
        ENCODING,
        DOCTYPE,
        ENTITY,
        PROCESSING_INSTRUCTION,
        TOO_DEEP,
        TOO_MANY_ELEMENTS,
        TOO_MANY_ATTRIBUTES,
        TEXT_TOO_LONG,
        NAMESPACE;

        /** Whether it is one of the bounds that somebody has set. */
        public boolean isBound() {
            return switch (this) {
                case TOO_DEEP, TOO_MANY_ELEMENTS, TOO_MANY_ATTRIBUTES, TEXT_TOO_LONG -> true;
                default -> false;
            };
        }
    }

    private final Kind kind;
    private final String detail;

    XmlRefused(Kind kind, String detail) {
        super(kind + ": " + detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
    }

    public Kind kind() {
        return kind;
    }

    public String detail() {
        return detail;
    }
}
