package dev.latchkey.connections;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds connections over all organizations, by what an index leads to: a name is found by how it begins. */
@Component
public class ConnectionSearch {
    private static final String COLUMNS =
            "select organization_id, id, name, idp_entity_id, active from connection where ";

    private final JdbcClient jdbc;

    ConnectionSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A connection by name, without what it needs to work. */
    public record Found(
            OrganizationId organization,
            ConnectionId id,
            String name,
            String idpEntityId,
            boolean active) {}

    public Optional<Found> connection(ConnectionId id) {
        return jdbc.sql(COLUMNS + "id = ?")
                .param(id.value())
                .query(Asked.key("id", id).answers(ConnectionSearch::read))
                .optional();
    }

    /** Those whose name begins so, or whose IdP has this entity ID. */
    public List<Found> named(String text, int limit) {
        return jdbc.sql(
                        """
                        select * from (
                            (%1$s lower(name) ~>=~ lower(:text) and lower(name) ~<~ (lower(:text) || chr(1114111))
                             order by lower(name) using ~<~ limit :limit)
                            union
                            (%1$s idp_entity_id = :text order by id limit :limit)
                        ) found order by lower(name), id limit :limit
                        """
                                .formatted(COLUMNS))
                .param("text", text)
                .param("limit", limit)
                .query(ConnectionSearch::read)
                .list();
    }

    private static Found read(ResultSet row, int number) throws SQLException {
        return new Found(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ConnectionId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("idp_entity_id"),
                row.getBoolean("active"));
    }
}
