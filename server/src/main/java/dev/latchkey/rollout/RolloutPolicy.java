package dev.latchkey.rollout;

import dev.latchkey.directory.User;
import dev.latchkey.login.SignInPolicy;
import org.springframework.stereotype.Component;

/** Answers login from the enrollments as they stand at this moment. */
@Component
class RolloutPolicy implements SignInPolicy {
    private final Enrollments enrollments;

    RolloutPolicy(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public Standing standing(User user) {
        return enrollments
                .of(user.organization(), user.id())
                .map(RolloutPolicy::standing)
                .orElseGet(Standing.PasswordOnly::new);
    }

    private static Standing standing(Enrollment enrollment) {
        return switch (enrollment.state()) {
            case PILOT, APPROVED, ANNOUNCED -> new Standing.SsoAllowed(enrollment.connection());
            case ENFORCED -> new Standing.SsoOnly(enrollment.connection());
            case EXCLUDED -> new Standing.PasswordOnly();
        };
    }
}
