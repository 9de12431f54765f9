package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.User;
import dev.latchkey.directory.UserSignIn;
import dev.latchkey.login.SsoHistory;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.web.OrganizationPath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says on a user's page what single sign-on means for them, and where that is changed. */
@Component
class WaysOfUsers implements UserSignIn {
    private final Standings standings;
    private final Connections connections;
    private final Cohorts cohorts;
    private final Rollouts rollouts;
    private final SsoHistory history;

    WaysOfUsers(
            Standings standings,
            Connections connections,
            Cohorts cohorts,
            Rollouts rollouts,
            SsoHistory history) {
        this.standings = standings;
        this.connections = connections;
        this.cohorts = cohorts;
        this.rollouts = rollouts;
        this.history = history;
    }

    @Override
    public Ways of(User user) {
        LastSso last =
                history.last(user.organization(), user.id())
                        .map(each -> new LastSso(name(user, each.connection()), each.at()))
                        .orElse(null);
        return standings
                .of(user.organization(), user.id())
                .filter(standing -> standing.state() != Standing.State.NOT_ENABLED)
                .map(standing ->
                        new Ways(
                                kind(standing),
                                connection(user, standing.connection()),
                                decided(user, standing),
                                standing.reason(),
                                last))
                .orElseGet(() -> new Ways(Kind.PASSWORD, null, null, null, last));
    }

    private static Kind kind(Standing standing) {
        return switch (standing.state()) {
            case NOT_ENABLED -> Kind.PASSWORD;
            case PILOT -> Kind.PILOT;
            case APPROVED, ANNOUNCED -> Kind.BOTH;
            case ENFORCED -> Kind.SSO_ONLY;
            case EXCLUDED -> Kind.LEFT_OUT;
        };
    }

    private @Nullable String name(User user, ConnectionId id) {
        return connections.find(user.organization(), id).map(Connection::name).orElse(null);
    }

    private @Nullable Place connection(User user, ConnectionId id) {
        String name = name(user, id);
        return name == null ? null : new Place(name, place(user, "/connections/" + id));
    }

    private @Nullable Place decided(User user, Standing standing) {
        Optional<Place> list =
                Optional.ofNullable(standing.cohort())
                        .flatMap(id -> cohorts.find(user.organization(), id))
                        .map(cohort ->
                                new Place(cohort.name(), place(user, "/cohorts/" + cohort.id())));
        return list.or(() ->
                        rollouts.under(user.organization(), standing.connection())
                                .map(rollout ->
                                        new Place(
                                                "the rollout",
                                                place(user, "/rollouts/" + rollout.id()))))
                .orElse(null);
    }

    private static String place(User user, String within) {
        return OrganizationPath.of(user.organization()) + within;
    }
}
