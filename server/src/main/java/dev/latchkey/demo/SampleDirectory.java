package dev.latchkey.demo;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Finds the sample's organizations again: by their first admin, as organizations may be renamed. */
@Component
@Profile("demo")
class SampleDirectory {
    private final Directory directory;

    SampleDirectory(Directory directory) {
        this.directory = directory;
    }

    Optional<OrganizationId> organization(Tenant tenant) {
        return user(tenant, tenant.admin()).map(User::organization);
    }

    Optional<User> user(Tenant tenant, Person person) {
        return directory.usersByEmail(new EmailAddress(tenant.email(person))).stream().findFirst();
    }
}
