package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Who asks in these tests, and what they ask about. */
public final class People {
    public static final SignedInOperator OPERATOR =
            new SignedInOperator(OperatorId.next(), "sam@vendor.example", "Sam Support");

    private People() {}

    public static RequestPostProcessor operator() {
        return as(OPERATOR, "ROLE_OPERATOR");
    }

    public static RequestPostProcessor admin(OrganizationId organization) {
        return as(user(organization, true), "ROLE_USER", "ROLE_ADMIN");
    }

    public static RequestPostProcessor plainUser(OrganizationId organization) {
        return as(user(organization, false), "ROLE_USER");
    }

    private static SignedInUser user(OrganizationId organization, boolean admin) {
        return new SignedInUser(
                UserId.next(),
                organization,
                "ann@example.com",
                "Ann Admin",
                admin,
                "SSO",
                Instant.now());
    }

    private static RequestPostProcessor as(Object principal, String... roles) {
        return SecurityMockMvcRequestPostProcessors.authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        principal, null, AuthorityUtils.createAuthorityList(roles)));
    }

    public static Organization organization(Directory directory) {
        return ok(directory.create(Actor.SYSTEM, "Org " + UUID.randomUUID(), Edition.ENTERPRISE));
    }

    public static User user(Directory directory, Organization organization, String email) {
        return ok(
                directory.createUser(
                        Caller.system(organization.id()), new NewUser(email, "Ada", false)));
    }

    /** The operator is there and may sign in, as the links that they make require. */
    public static void employ(JdbcClient jdbc) {
        jdbc.sql(
                        """
                        insert into operator (id, email, email_key, name, password_hash, created_at)
                        values (:id, :email, :email, :name, '{noop}', now())
                        on conflict (id) do update set active = true
                        """)
                .param("id", OPERATOR.id().value())
                .param("email", OPERATOR.id() + "@vendor.example")
                .param("name", OPERATOR.name())
                .update();
    }

    /** An address that no other test has. */
    public static String email() {
        return "u" + UUID.randomUUID() + "@example.com";
    }

    public static <T> T ok(Result<T> result) {
        if (result instanceof Result.Ok<T>(T value)) {
            return value;
        }
        throw new AssertionError(result.toString());
    }
}
