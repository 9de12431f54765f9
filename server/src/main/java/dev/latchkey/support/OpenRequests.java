package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import java.util.List;
import org.springframework.stereotype.Component;

/** The open requests among which an operator chooses. */
@Component
class OpenRequests {
    private static final int MOST_SHOWN = 20;

    private final RequestStore store;

    OpenRequests(RequestStore store) {
        this.store = store;
    }

    /**
     * The newest.
     *
     * @param more whether there are others
     */
    record Some(List<SupportRequest> requests, boolean more) {
        Some {
            requests = List.copyOf(requests);
        }
    }

    Some of(OrganizationId organization) {
        List<SupportRequest> found = store.open(organization, MOST_SHOWN + 1);
        return new Some(
                found.stream().limit(MOST_SHOWN).toList(), found.size() > MOST_SHOWN);
    }
}
