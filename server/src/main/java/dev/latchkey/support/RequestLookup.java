package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The request that an address names within an organization. Whatever is not there, or is another's, is a 404. */
@Component
class RequestLookup {
    private final RequestStore store;

    RequestLookup(RequestStore store) {
        this.store = store;
    }

    SupportRequest request(OrganizationId organization, String sid) {
        return SupportRequestId.parse(sid)
                .flatMap(id -> store.find(organization, id))
                .orElseThrow(RequestLookup::notFound);
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
