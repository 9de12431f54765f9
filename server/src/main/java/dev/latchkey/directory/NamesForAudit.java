package dev.latchkey.directory;

import dev.latchkey.audit.OrganizationNames;
import dev.latchkey.shared.OrganizationId;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the audit log how organizations are called. */
@Component
class NamesForAudit implements OrganizationNames {
    private final JdbcClient jdbc;

    NamesForAudit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<OrganizationId, String> names(Collection<OrganizationId> ids) {
        return ids.isEmpty() ? Map.of() : stored(ids);
    }

    private Map<OrganizationId, String> stored(Collection<OrganizationId> ids) {
        return jdbc
                .sql("select id, name from organization where id in (:ids)")
                .param("ids", ids.stream().map(OrganizationId::value).toList())
                .query((row, number) ->
                        Map.entry(
                                new OrganizationId(row.getObject("id", UUID.class)),
                                row.getString("name")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
