package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.web.OrganizationPath;

/** Where the pages of requests are. */
final class Paths {
    private Paths() {}

    static String operator(OrganizationId organization) {
        return OrganizationPath.of(organization) + "/requests";
    }

    static String operator(OrganizationId organization, SupportRequestId request) {
        return operator(organization) + "/" + request;
    }

    static String customer(SupportRequestId request) {
        return "/organization/requests/" + request;
    }
}
