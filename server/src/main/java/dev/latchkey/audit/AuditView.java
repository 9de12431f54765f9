package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Visible;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Puts records into words for the pages and the export. */
@Component
class AuditView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final OrganizationNames organizations;
    private final ActionCatalogue actions;
    private final JsonMapper json;

    AuditView(OrganizationNames organizations, ActionCatalogue actions, JsonMapper json) {
        this.organizations = organizations;
        this.actions = actions;
        this.json = json;
    }

    /**
     * A record as it is shown.
     *
     * @param organization the name, the SID where there is no name any more, empty for none
     * @param words what was done, to follow the name of who did it
     */
    record Line(
            AuditRecord stored,
            String organizationSid,
            String organization,
            String words,
            Map<String, String> details) {}

    static String time(Instant at) {
        return TIME.format(at);
    }

    List<Line> lines(List<AuditRecord> records) {
        Set<OrganizationId> ids =
                records.stream()
                        .map(AuditRecord::organization)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        Map<OrganizationId, String> names = organizations.names(ids);
        return records.stream().map(record -> line(record, names)).toList();
    }

    private Line line(AuditRecord record, Map<OrganizationId, String> names) {
        OrganizationId organization = record.organization();
        String sid = organization == null ? "" : organization.toString();
        return new Line(
                record,
                sid,
                organization == null ? "" : names.getOrDefault(organization, sid),
                actions.words(record.action()),
                details(record));
    }

    private Map<String, String> details(AuditRecord record) {
        Map<String, String> details = new LinkedHashMap<>();
        json.readValue(record.detail(), OBJECT)
                .forEach((key, value) ->
                        details.put(
                                key,
                                Visible.text(
                                        value instanceof Map || value instanceof List
                                                ? json.writeValueAsString(value)
                                                : String.valueOf(value))));
        if (record.ip() != null) {
            details.put("network address", record.ip());
        }
        return details;
    }
}
