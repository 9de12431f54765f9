package dev.latchkey.directory;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.secrets.PasswordHash;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OrganizationId;
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
                                "select organization_id, id, password_hash from app_user where organization_id = ? and id = ? and password_hash is not null")
                        .params(user.organization().value(), user.id().value())
                        .query(
                                asked(user.organization(), user.id())
                                        .answers((row, number) -> row.getString("password_hash")))
                        .optional()
                        .orElse(null);
        return passwords.matches(new Secret(password), hash);
    }

    private static Asked asked(OrganizationId organization, UserId user) {
        return Asked.key("organization_id", organization).and("id", user);
    }

    /** Hashes without a transaction; see {@link Passwords#hash}. */
    PasswordHash hash(String password) {
        return passwords.hash(new Secret(password));
    }

    @Transactional
    void set(Caller caller, UserId user, PasswordHash password) {
        boolean changed =
                jdbc.sql(
                                """
                                update app_user set password_hash = ? where organization_id = ? and id = ?
                                returning organization_id, id
                                """)
                        .params(password.reveal(), caller.organization().value(), user.value())
                        .query(asked(caller.organization(), user).answers())
                        .optional()
                        .isPresent();
        if (changed) {
            audit.record(caller, DirectoryAction.USER_PASSWORD_SET, Subject.of(user), Map.of());
            events.publishEvent(new PasswordSet(caller.organization(), user));
        }
    }
}
