package dev.latchkey.emergency;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The codes of the emergency admins, of which only hashes are stored. */
@Repository
class RecoveryCodes {
    static final int SET = 10;

    private final JdbcClient jdbc;

    RecoveryCodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps two changes of one user's codes apart; false where the user has no emergency access. */
    boolean lock(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select organization_id, user_id from emergency_admin
                        where organization_id = ? and user_id = ? for update
                        """)
                .params(organization.value(), user.value())
                .query(asked(organization, user).answers())
                .optional()
                .isPresent();
    }

    private static Asked asked(OrganizationId organization, UserId user) {
        return Asked.key("organization_id", organization).and("user_id", user);
    }

    /** A new set in place of the old one, to be shown once; not proven yet. */
    List<RecoveryCode> replace(OrganizationId organization, UserId user, Instant now) {
        empty(organization, user);
        List<RecoveryCode> made = Stream.generate(RecoveryCode::random).limit(SET).toList();
        made.forEach(code -> insert(organization, user, code));
        setMade(organization, user, now);
        return made;
    }

    private void insert(OrganizationId organization, UserId user, RecoveryCode code) {
        jdbc.sql(
                        "insert into emergency_code (organization_id, user_id, code_hash) values (?, ?, ?)")
                .params(organization.value(), user.value(), code.hash())
                .update();
    }

    private void setMade(OrganizationId organization, UserId user, Instant now) {
        jdbc.sql(
                        """
                        update emergency_admin set codes_made_at = ?, proven_at = null
                        where organization_id = ? and user_id = ?
                        """)
                .params(Timestamp.from(now), organization.value(), user.value())
                .update();
    }

    /** Makes the user's codes useless; true where there was one to use. */
    boolean revoke(OrganizationId organization, UserId user) {
        boolean any = left(organization, user) > 0;
        empty(organization, user);
        jdbc.sql(
                        """
                        update emergency_admin set codes_made_at = null, proven_at = null
                        where organization_id = ? and user_id = ?
                        """)
                .params(organization.value(), user.value())
                .update();
        return any;
    }

    private void empty(OrganizationId organization, UserId user) {
        jdbc.sql("delete from emergency_code where organization_id = ? and user_id = ?")
                .params(organization.value(), user.value())
                .update();
    }

    int left(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        select count(*) from emergency_code
                        where organization_id = ? and user_id = ? and used_at is null
                        """)
                .params(organization.value(), user.value())
                .query(Integer.class)
                .single();
    }

    /** Whether the user could use this code now. */
    boolean unused(OrganizationId organization, UserId user, RecoveryCode code) {
        return jdbc.sql(
                        """
                        select organization_id, user_id, code_hash from emergency_code
                        where organization_id = ? and user_id = ? and code_hash = ? and used_at is null
                        """)
                .params(organization.value(), user.value(), code.hash())
                .query(asked(organization, user).and("code_hash", code.hash()).answers())
                .optional()
                .isPresent();
    }

    /** Uses the code up, which proves the set; false when somebody was faster. */
    boolean spend(OrganizationId organization, UserId user, RecoveryCode code, Instant now) {
        boolean spent =
                jdbc.sql(
                                """
                                update emergency_code set used_at = ?
                                where organization_id = ? and user_id = ? and code_hash = ? and used_at is null
                                returning organization_id, user_id, code_hash
                                """)
                        .params(
                                Timestamp.from(now),
                                organization.value(),
                                user.value(),
                                code.hash())
                        .query(asked(organization, user).and("code_hash", code.hash()).answers())
                        .optional()
                        .isPresent();
        if (spent) {
            jdbc.sql(
                            """
                            update emergency_admin set proven_at = coalesce(proven_at, ?)
                            where organization_id = ? and user_id = ?
                            """)
                    .params(Timestamp.from(now), organization.value(), user.value())
                    .update();
        }
        return spent;
    }
}
