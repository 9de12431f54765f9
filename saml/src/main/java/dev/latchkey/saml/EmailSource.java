package dev.latchkey.saml;

/** Where in an assertion the user's email address stands (requirements A7, A8, D1). */
public sealed interface EmailSource {
    /** The Subject's NameID, whose Format must be {@link NameIdFormat#EMAIL_ADDRESS}. */
    record NameId() implements EmailSource {}

    /** The Subject's NameID, whatever its Format says. */
    record AnyNameIdFormat() implements EmailSource {}

    /** The one value of the attribute with this {@code Name} (SAML Core 2.7.3.1). */
    record Attribute(String name) implements EmailSource {}
}
