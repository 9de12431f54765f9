package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Passwords;
import dev.latchkey.shared.Secret;
import dev.latchkey.shared.UserId;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The users' passwords, of which only hashes are stored. */
@Component
class UserPasswords {
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    UserPasswords(
            JdbcClient jdbc, Passwords passwords, Audit audit, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.audit = audit;
        this.events = events;
    }

    boolean matches(User user, String password) {
        String hash =
                jdbc.sql(
                                "select password_hash from app_user where organization_id = ? and id = ? and password_hash is not null")
                        .params(user.organization().value(), user.id().value())
                        .query(String.class)
                        .optional()
                        .orElse(null);
        return passwords.matches(new Secret(password), hash);
    }

    @Transactional
    void set(Actor actor, OrganizationId organization, UserId user, String password) {
        int changed =
                jdbc.sql(
                                "update app_user set password_hash = ? where organization_id = ? and id = ?")
                        .params(
                                passwords.hash(new Secret(password)),
                                organization.value(),
                                user.value())
                        .update();
        if (changed == 1) {
            audit.record(
                    actor, organization, "user.password_set", "user", user.toString(), Map.of());
            events.publishEvent(new PasswordSet(organization, user));
        }
    }
}
