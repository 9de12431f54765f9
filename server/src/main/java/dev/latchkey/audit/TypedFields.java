package dev.latchkey.audit;

import org.jspecify.annotations.Nullable;

/** The fields of the search as they come, each of which may be missing. */
record TypedFields(
        @Nullable String organization,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable String from,
        @Nullable String to,
        @Nullable String before) {
    AuditPages.Typed typed() {
        return new AuditPages.Typed(
                given(organization),
                given(actor),
                given(action),
                given(subject),
                given(from),
                given(to),
                given(before));
    }

    /** Of a log that is one organization's: the address names it, and nobody has typed it. */
    AuditPages.Typed typedWithin() {
        return new TypedFields(null, actor, action, subject, from, to, before).typed();
    }

    private static String given(@Nullable String field) {
        return field == null ? "" : field;
    }
}
