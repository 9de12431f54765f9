package dev.latchkey.rollout;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Organization;
import dev.latchkey.shared.OrganizationId;

/**
 * Who looks at an organization's pages, and from which side. A controller that takes one has the organization already
 * looked up: a customer's own, or the one in an operator's address.
 *
 * @param base the address under which the organization's pages lie for this visitor
 */
public record Visit(Side side, Actor actor, Organization organization, String base) {

    public OrganizationId id() {
        return organization.id();
    }

    public boolean customer() {
        return side == Side.CUSTOMER;
    }

    /** The template says {@code visit.operator()}. */
    public boolean operator() {
        return side == Side.OPERATOR;
    }

    /** The address under which a reference number is looked up. */
    public String failures() {
        return customer() ? "/organization/failures/" : "/operator/failures/";
    }
}
