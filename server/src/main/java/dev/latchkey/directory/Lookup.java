package dev.latchkey.directory;

import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.UserId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** What the SIDs in an address name within an organization. Whatever is not there, or is another's, is a 404. */
@Component
class Lookup {
    private final Accounts accounts;
    private final Users users;

    Lookup(Accounts accounts, Users users) {
        this.accounts = accounts;
        this.users = users;
    }

    Versioned<Account> account(Organization organization, String sid) {
        return AccountId.parse(sid)
                .flatMap(id -> accounts.versioned(organization.id(), id))
                .orElseThrow(Lookup::notFound);
    }

    UserDetails user(Organization organization, String sid) {
        return UserId.parse(sid)
                .flatMap(id -> users.details(organization.id(), id))
                .orElseThrow(Lookup::notFound);
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
