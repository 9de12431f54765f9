package dev.latchkey.saml;

import org.jspecify.annotations.Nullable;

/** A NameID (SAML Core 2.2.3). A null format is the unspecified one. */
public record NameId(
        String value,
        @Nullable String format,
        @Nullable String nameQualifier,
        @Nullable String spNameQualifier) {}
