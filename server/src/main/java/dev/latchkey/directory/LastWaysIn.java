package dev.latchkey.directory;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks before a change that could take an organization's last way in. */
@Component
class LastWaysIn {
    private final ObjectProvider<LastWayIn> all;
    private final OrganizationLock lock;

    LastWaysIn(ObjectProvider<LastWayIn> all, OrganizationLock lock) {
        this.all = all;
        this.lock = lock;
    }

    /** Waits for its turn, before the transaction locks anything else. */
    void lock(OrganizationId organization) {
        lock.take(organization);
    }

    /** What stands against losing this admin. Others who ask for the same organization wait until the change is made. */
    Optional<Problem> refusal(OrganizationId organization, UserId user) {
        lock(organization);
        return all.orderedStream()
                .flatMap(each -> each.mayLose(organization, user).stream())
                .findFirst();
    }

    /** As above where this change takes an admin's rights or address away; nothing for any other change. */
    Optional<Problem> refusal(User before, NewUser given, EmailAddress email) {
        boolean same = given.admin() && before.email().equals(email.value());
        return !before.admin() || same
                ? Optional.empty()
                : refusal(before.organization(), before.id());
    }
}
