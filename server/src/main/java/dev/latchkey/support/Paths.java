package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;

/** Where the pages of requests are. */
final class Paths {
    private Paths() {}

    static String operator(OrganizationId organization) {
        return "/operator/organizations/" + organization + "/requests";
    }

    static String operator(OrganizationId organization, SupportRequestId request) {
        return operator(organization) + "/" + request;
    }

    static String customer(SupportRequestId request) {
        return "/organization/requests/" + request;
    }
}
