package dev.latchkey.directory;

import dev.latchkey.audit.Caller;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.Result;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Creates a user together with the accounts they are in, or neither. */
@Component
class NewUserService {
    private final Users users;
    private final Accounts accounts;
    private final Memberships memberships;

    NewUserService(Users users, Accounts accounts, Memberships memberships) {
        this.users = users;
        this.accounts = accounts;
        this.memberships = memberships;
    }

    /** @param sids of accounts of this organization */
    @Transactional
    Result<User> create(Caller caller, NewUser given, Collection<String> sids) {
        List<Account> chosen =
                sids.stream()
                        .flatMap(sid -> AccountId.parse(sid).stream())
                        .flatMap(id -> accounts.versioned(caller.organization(), id).stream())
                        .map(Versioned::value)
                        .toList();
        if (chosen.size() != sids.size()) {
            return Result.refused(DirectoryError.ACCOUNT_UNKNOWN, String.join(", ", sids));
        }
        Result<User> result = users.create(caller, given);
        if (result instanceof Result.Ok<User>(User made)) {
            chosen.forEach(
                    account -> memberships.add(caller, account, made, Memberships.Role.MEMBER));
        }
        return result;
    }
}
