package dev.latchkey.enforcement;

import dev.latchkey.directory.User;
import dev.latchkey.login.SignInPolicy;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers login from where the user stands at this moment. */
@Component
class RolloutPolicy implements SignInPolicy {
    private final Standings standings;
    private final SwitchDays days;

    RolloutPolicy(Standings standings, SwitchDays days) {
        this.standings = standings;
        this.days = days;
    }

    @Override
    public SignInPolicy.WaysIn waysIn(User user) {
        return standings
                .of(user.organization(), user.id())
                .map(standing -> standing.ways())
                .orElseGet(SignInPolicy.WaysIn.PasswordOnly::new);
    }

    @Override
    public Optional<ConnectionId> everybodyOf(String domain) {
        return standings.everybodyOf(domain);
    }

    @Override
    public List<String> statesLetIn() {
        return Standings.lettingIn();
    }

    @Override
    public Optional<SignInPolicy.ComingSwitch> comingSwitch(
            OrganizationId organization, UserId user) {
        return days.coming(organization, user);
    }
}
