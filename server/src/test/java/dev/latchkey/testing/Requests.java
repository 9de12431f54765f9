package dev.latchkey.testing;

import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests of customers, without the way on which they come. */
public final class Requests {
    private Requests() {}

    /** An open request, on which the operator works: without one they may change nothing for the organization. */
    public static SupportRequestId focus(
            JdbcClient jdbc, OperatorId operator, OrganizationId organization) {
        SupportRequestId request = open(jdbc, organization, "Please help");
        jdbc.sql(
                        """
                        insert into request_focus (operator_id, organization_id, request_id, since)
                        values (?, ?, ?, now())
                        on conflict (operator_id, organization_id) do update set request_id = excluded.request_id
                        """)
                .params(operator.value(), organization.value(), request.value())
                .update();
        return request;
    }

    /** An open request with a message that holds the subject too. */
    public static SupportRequestId open(
            JdbcClient jdbc, OrganizationId organization, String subject) {
        SupportRequestId request = SupportRequestId.next();
        jdbc.sql(
                        """
                        insert into support_request (organization_id, id, kind, state, subject, channel, opener_kind,
                                                     opener_name, opened_at, waiting_since)
                        values (?, ?, 'OTHER', 'WAITING_FOR_SUPPORT', ?, 'PHONE', 'SYSTEM', 'A test', now(), now())
                        """)
                .params(organization.value(), request.value(), subject)
                .update();
        jdbc.sql(
                        """
                        insert into support_entry (organization_id, request_id, id, kind, author_kind, author_name, text,
                                                   at)
                        values (?, ?, ?, 'MESSAGE', 'SYSTEM', 'A test', ?, now())
                        """)
                .params(organization.value(), request.value(), UUID.randomUUID(), subject)
                .update();
        return request;
    }
}
