package dev.latchkey.support;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.TransactionLock;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which request each operator is working on, one for each organization. Only an open one counts. */
@Component
class Focuses {
    private final JdbcClient jdbc;
    private final Clock clock;

    Focuses(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<SupportRequest> of(OperatorId operator, OrganizationId organization) {
        return jdbc.sql(
                        """
                        select f.operator_id, r.* from request_focus f
                        join support_request r on r.organization_id = f.organization_id and r.id = f.request_id
                        where f.operator_id = ? and f.organization_id = ? and r.closed_at is null
                        """)
                .params(operator.value(), organization.value())
                .query(
                        Asked.key("operator_id", operator)
                                .and("organization_id", organization)
                                .answers(RequestStore::read))
                .optional();
    }

    /** As {@link #of}, one after another for each operator: held until the caller's transaction ends. */
    Optional<SupportRequest> alone(OperatorId operator, OrganizationId organization) {
        TransactionLock.take(jdbc, "focus", operator.value().toString());
        return of(operator, organization);
    }

    void set(OperatorId operator, SupportRequest request) {
        jdbc.sql(
                        """
                        insert into request_focus (operator_id, organization_id, request_id, since)
                        values (?, ?, ?, ?)
                        on conflict (operator_id, organization_id)
                            do update set request_id = excluded.request_id, since = excluded.since
                        """)
                .params(
                        operator.value(),
                        request.organization().value(),
                        request.id().value(),
                        Timestamp.from(clock.instant()))
                .update();
    }

    /** Whether the operator was working on it. */
    boolean end(OperatorId operator, SupportRequest request) {
        return jdbc.sql(
                                """
                                delete from request_focus
                                where operator_id = ? and organization_id = ? and request_id = ?
                                """)
                        .params(
                                operator.value(),
                                request.organization().value(),
                                request.id().value())
                        .update()
                == 1;
    }

    /** Nobody works on what is closed; a reopened request is taken up again. */
    void endAll(SupportRequest request) {
        jdbc.sql("delete from request_focus where organization_id = ? and request_id = ?")
                .params(request.organization().value(), request.id().value())
                .update();
    }
}
