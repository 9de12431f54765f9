package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The users' passwords, of which only hashes are stored. */
@Component
class Passwords {
    private static final int LONGEST_BYTES = 72;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final PasswordEncoder encoder =
            PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final String nobodysHash = encoder.encode("nobody has this password");

    Passwords(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    boolean matches(User user, String password) {
        Optional<String> hash =
                jdbc.sql(
                                "select password_hash from app_user where organization_id = ? and id = ? and password_hash is not null")
                        .params(user.organization().value(), user.id().value())
                        .query(String.class)
                        .optional();
        boolean matches = encoder.matches(password, hash.orElse(nobodysHash));
        return matches && hash.isPresent() && fits(password);
    }

    @Transactional
    void set(Actor actor, OrganizationId organization, UserId user, String password) {
        if (!fits(password)) {
            throw new IllegalArgumentException("the password is longer than 72 bytes");
        }
        int changed =
                jdbc.sql(
                                "update app_user set password_hash = ? where organization_id = ? and id = ?")
                        .params(encoder.encode(password), organization.value(), user.value())
                        .update();
        if (changed == 1) {
            audit.record(
                    actor, organization, "user.password-set", "user", user.toString(), Map.of());
        }
    }

    private static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    }
}
