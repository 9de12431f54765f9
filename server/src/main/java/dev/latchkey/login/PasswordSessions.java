package dev.latchkey.login;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends the sessions that began with a password, of those users who may no longer sign in with one. */
@Component
public class PasswordSessions {
    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;

    PasswordSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A session, and whose it is; the next ones stand behind it. */
    private record Place(UUID user, UUID session) {
        static final Place FIRST = new Place(new UUID(0, 0), new UUID(0, 0));
    }

    /**
     * Goes through an organization's sessions, a few thousand at a time.
     *
     * @param whose says which of these users' sessions end
     */
    public void end(OrganizationId organization, UnaryOperator<Set<UserId>> whose) {
        List<Place> places = behind(organization, Place.FIRST);
        while (!places.isEmpty()) {
            Set<UserId> ended =
                    whose.apply(
                            places.stream()
                                    .map(place -> new UserId(place.user()))
                                    .collect(Collectors.toSet()));
            end(
                    organization,
                    places.stream()
                            .filter(place -> ended.contains(new UserId(place.user())))
                            .toList());
            places = behind(organization, places.getLast());
        }
    }

    private List<Place> behind(OrganizationId organization, Place last) {
        return jdbc.sql(
                        """
                        select user_id, id from session
                        where organization_id = ? and method = 'PASSWORD' and (user_id, id) > (?, ?)
                        order by user_id, id limit ?
                        """)
                .params(organization.value(), last.user(), last.session(), AT_ONCE)
                .query((row, number) ->
                        new Place(
                                row.getObject("user_id", UUID.class),
                                row.getObject("id", UUID.class)))
                .list();
    }

    private void end(OrganizationId organization, List<Place> places) {
        jdbc.sql("delete from session where organization_id = ? and id = any(?)")
                .params(
                        organization.value(),
                        places.stream().map(Place::session).toArray(UUID[]::new))
                .update();
    }
}
