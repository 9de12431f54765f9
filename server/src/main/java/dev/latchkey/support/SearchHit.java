package dev.latchkey.support;

import dev.latchkey.connections.ConnectionSearch;
import dev.latchkey.directory.Account;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.shared.OrganizationId;

/**
 * Something that was found.
 *
 * @param more what tells it from others of the same name
 */
record SearchHit(OrganizationId organization, String path, String name, String more, String sid) {
    private static final String PLACE = "/operator/organizations/";

    static SearchHit of(Organization found) {
        String edition = found.edition().name();
        return new SearchHit(
                found.id(),
                PLACE + found.id(),
                found.name(),
                edition.charAt(0) + edition.substring(1).toLowerCase(java.util.Locale.ROOT),
                found.id().toString());
    }

    static SearchHit of(Account found) {
        return new SearchHit(
                found.organization(),
                PLACE + found.organization() + "/accounts/" + found.id(),
                found.name(),
                "",
                found.id().toString());
    }

    static SearchHit of(User found) {
        return new SearchHit(
                found.organization(),
                PLACE + found.organization() + "/users/" + found.id(),
                found.name(),
                found.email() + (found.active() ? "" : ", inactive"),
                found.id().toString());
    }

    static SearchHit of(ConnectionSearch.Found found) {
        return new SearchHit(
                found.organization(),
                PLACE + found.organization() + "/connections/" + found.id(),
                found.name(),
                found.idpEntityId() + (found.active() ? "" : ", disabled"),
                found.id().toString());
    }

    static SearchHit of(SupportRequest found) {
        return new SearchHit(
                found.organization(),
                Paths.operator(found.organization(), found.id()),
                found.subject(),
                found.kind().label() + (found.open() ? "" : ", closed"),
                found.id().toString());
    }
}
