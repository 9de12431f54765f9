package dev.latchkey.e2e;

import dev.latchkey.connections.Connection;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;

/** An organization with an identity provider of its own and Ada, its pilot, whom both sides know. */
record Company(Organization organization, Realm realm, Connection connection, User ada) {
    /** What Ada calls herself at the IdP. */
    static final String ADA = "ada";
}
