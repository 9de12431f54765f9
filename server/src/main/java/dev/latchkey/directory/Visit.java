package dev.latchkey.directory;

import dev.latchkey.audit.Caller;
import dev.latchkey.shared.OrganizationId;

/**
 * Who looks at an organization's pages, and where those lie for them. A controller that takes one has the organization
 * already looked up: a customer's own, or the one in an operator's address. Services take its {@link #caller()} only.
 *
 * @param base the address under which the organization's pages lie for this visitor
 */
public record Visit(Caller caller, Organization organization, String base) {

    public OrganizationId id() {
        return organization.id();
    }

    /** The template says {@code visit.customer()}. */
    public boolean customer() {
        return caller.admin();
    }

    /** The template says {@code visit.operator()}. */
    public boolean operator() {
        return caller.operator();
    }

    /** The address under which a reference number is looked up. */
    public String failures() {
        return customer() ? "/organization/failures/" : "/operator/failures/";
    }
}
