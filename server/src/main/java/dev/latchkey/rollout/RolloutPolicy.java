package dev.latchkey.rollout;

import dev.latchkey.directory.User;
import dev.latchkey.login.SignInPolicy;
import org.springframework.stereotype.Component;

/** Answers login from where the user stands at this moment. */
@Component
class RolloutPolicy implements SignInPolicy {
    private final Standings standings;

    RolloutPolicy(Standings standings) {
        this.standings = standings;
    }

    @Override
    public SignInPolicy.Standing standing(User user) {
        return standings
                .of(user.organization(), user.id())
                .map(standing -> standing.ways())
                .orElseGet(SignInPolicy.Standing.PasswordOnly::new);
    }
}
