package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.web.SignedInUser;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** What the SIDs in an address name. Whatever is not there, or is not in that organization, is a 404. */
@Component
class RequestLookup {
    private final Directory directory;
    private final RequestStore store;

    RequestLookup(Directory directory, RequestStore store) {
        this.directory = directory;
        this.store = store;
    }

    Organization organization(String sid) {
        return OrganizationId.parse(sid)
                .flatMap(directory::organization)
                .orElseThrow(RequestLookup::notFound);
    }

    SupportRequest request(OrganizationId organization, String sid) {
        return SupportRequestId.parse(sid)
                .flatMap(id -> store.find(organization, id))
                .orElseThrow(RequestLookup::notFound);
    }

    SupportRequest request(String organization, String sid) {
        return request(organization(organization).id(), sid);
    }

    static Actor actor(SignedInUser user) {
        return new Actor(Actor.Kind.USER, user.id().toString(), user.email());
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
