package dev.latchkey.support;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.shared.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds requests over all organizations. */
@Component
class RequestSearch {
    private final JdbcClient jdbc;

    RequestSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<SupportRequest> request(SupportRequestId id) {
        return jdbc.sql("select * from support_request where id = ?")
                .param(id.value())
                .query(Asked.key("id", id).answers(RequestStore::read))
                .optional();
    }

    List<SupportRequest> openedBy(Collection<UserId> users, int limit) {
        return users.isEmpty()
                ? List.of()
                : jdbc.sql(
                                """
                                select * from support_request where opener_id in (:users)
                                order by opened_at desc, id limit :limit
                                """)
                        .param("users", users.stream().map(UserId::toString).toList())
                        .param("limit", limit)
                        .query(RequestStore::read)
                        .list();
    }

    List<SupportRequest> about(String beginning, int limit) {
        return jdbc.sql(
                        """
                        select * from support_request
                        where lower(subject) ~>=~ lower(:text) and lower(subject) ~<~ (lower(:text) || chr(1114111))
                        order by lower(subject) using ~<~ limit :limit
                        """)
                .param("text", beginning)
                .param("limit", limit)
                .query(RequestStore::read)
                .list();
    }
}
