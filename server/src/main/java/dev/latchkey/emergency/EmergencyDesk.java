package dev.latchkey.emergency;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.directory.User;
import dev.latchkey.login.EmergencySessions;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInUser;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives emergency access, takes it away, and makes codes. Each is audited and told to the organization's admins. */
@Component
class EmergencyDesk {
    private final JdbcClient jdbc;
    private final RecoveryCodes codes;
    private final EmergencySessions sessions;
    private final OrganizationLock lock;
    private final ObjectProvider<EmergencyGuard> guards;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    EmergencyDesk(
            JdbcClient jdbc,
            RecoveryCodes codes,
            EmergencySessions sessions,
            OrganizationLock lock,
            ObjectProvider<EmergencyGuard> guards,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.codes = codes;
        this.sessions = sessions;
        this.lock = lock;
        this.guards = guards;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** Names an admin of the organization of the person who acts. The admin makes their codes alone. */
    @Transactional
    Result<User> name(SignedInUser by, User user) {
        lock.take(user.organization());
        if (!user.active() || !user.admin()) {
            return Result.refused(EmergencyError.NOT_AN_ADMIN, user.email());
        }
        Instant now = clock.instant();
        int named =
                jdbc.sql(
                                """
                                insert into emergency_admin (organization_id, user_id, named_at, named_by)
                                values (?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(
                                user.organization().value(),
                                user.id().value(),
                                Timestamp.from(now),
                                by.email())
                        .update();
        if (named == 0) {
            return Result.refused(EmergencyError.ALREADY_NAMED, user.email());
        }
        record(actor(by), user.organization(), user.id(), EmergencyAction.NAMED, user.email());
        notices.announce(Notice.Kind.NAMED, user, now, null, 0);
        return Result.ok(user);
    }

    /** Ends it: the codes are useless at once, and whoever came in by one is signed out. */
    @Transactional
    Result<User> end(SignedInUser by, User user) {
        lock.take(user.organization());
        if (!codes.lock(user.organization(), user.id())) {
            return Result.ok(user);
        }
        Optional<Problem> problem =
                guards.orderedStream()
                        .flatMap(guard -> guard.mayEnd(user.organization(), user.id()).stream())
                        .findFirst();
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        jdbc.sql("delete from emergency_admin where organization_id = ? and user_id = ?")
                .params(user.organization().value(), user.id().value())
                .update();
        sessions.end(user.organization(), user.id());
        record(actor(by), user.organization(), user.id(), EmergencyAction.ENDED, user.email());
        notices.announce(Notice.Kind.ENDED, user, clock.instant(), null, 0);
        return Result.ok(user);
    }

    /** A new set for whoever asks, in place of their old one. */
    @Transactional
    Result<List<RecoveryCode>> makeCodes(User user) {
        lock.take(user.organization());
        if (!codes.lock(user.organization(), user.id())) {
            return Result.refused(EmergencyError.NOT_NAMED, user.email());
        }
        Instant now = clock.instant();
        List<RecoveryCode> made = codes.replace(user.organization(), user.id(), now);
        audit.record(
                new Actor(Actor.Kind.USER, user.id().toString(), user.email()),
                user.organization(),
                EmergencyAction.CODES_MADE,
                "user",
                user.id().toString(),
                Map.of("email", user.email(), "codes", made.size()));
        notices.announce(Notice.Kind.CODES_MADE, user, now, null, made.size());
        return Result.ok(made);
    }

    private void record(
            Actor actor,
            OrganizationId organization,
            UserId user,
            AuditAction action,
            String email) {
        audit.record(actor, organization, action, "user", user.toString(), Map.of("email", email));
    }

    private static Actor actor(SignedInUser user) {
        return new Actor(Actor.Kind.USER, user.id().toString(), user.email());
    }
}
