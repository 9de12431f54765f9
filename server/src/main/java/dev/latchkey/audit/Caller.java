package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;

/**
 * Who asks for something in an organization. Services take one and know nothing of pages: a job has one as well as a
 * visitor of a page has.
 *
 * @param kind what they come as, which is what permissions hang on
 * @param actor who it is, for the record
 * @param organization the only one that they may touch by this call
 */
public record Caller(Kind kind, Actor actor, OrganizationId organization) {
    /** What a caller comes as. */
    public enum Kind {
        /** One of the vendor's people, for a customer. */
        OPERATOR,
        /** An administrator of the organization. */
        ADMIN,
        /** Whoever opened a link that was mailed to them, for what the link is about only. */
        LINK,
        /** Work of our own that somebody planned, at its time. */
        JOB
    }

    /** Latchkey itself. */
    public static Caller system(OrganizationId organization) {
        return new Caller(Kind.JOB, Actor.SYSTEM, organization);
    }

    public boolean admin() {
        return kind == Kind.ADMIN;
    }

    public boolean operator() {
        return kind == Kind.OPERATOR;
    }
}
