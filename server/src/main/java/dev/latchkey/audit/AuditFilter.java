package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What narrows the log down.
 *
 * @param organization null for all
 * @param actor a SID, or a part of a name; empty for all
 * @param action the beginning of the name; empty for all
 * @param subject a SID; empty for all
 * @param from the first day in UTC, null for the beginning
 * @param to the last day in UTC, null for today
 */
record AuditFilter(
        @Nullable OrganizationId organization,
        String actor,
        String action,
        String subject,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {
    private static final String SID = "[A-Za-z]{2}[0-9A-Fa-f]{32}";

    AuditFilter {
        actor = plain(actor);
        action = plain(action);
        subject = plain(subject);
    }

    static AuditFilter of(OrganizationId organization) {
        return new AuditFilter(organization, "", "", "", null, null);
    }

    /** A NUL, which the database can't hold, matches nothing anyway. */
    private static String plain(String typed) {
        return typed.strip().replace('\0', '\uFFFD');
    }

    /** Which stretch of the log, as conditions on {@code audit_record r}: what its order in time has an index for. */
    List<String> range() {
        List<String> conditions = new ArrayList<>();
        if (organization != null) {
            conditions.add("r.organization_id = :organization");
        }
        if (from != null) {
            conditions.add("r.at >= :from");
        }
        if (to != null) {
            conditions.add("r.at < :until");
        }
        return conditions;
    }

    /** Which records of that stretch. */
    List<String> narrowing() {
        List<String> conditions = new ArrayList<>();
        if (!actor.isEmpty()) {
            conditions.add(
                    actor.matches(SID)
                            ? actorCondition()
                            : "lower(r.actor_name) like lower(:actor)");
        }
        if (!action.isEmpty()) {
            conditions.add("starts_with(r.action, :action)");
        }
        if (!subject.isEmpty()) {
            conditions.add(subjectCondition());
        }
        return conditions;
    }

    /** Whether an index may lead to them. */
    boolean isIndexed() {
        return !subject.isEmpty() || isOperator();
    }

    private boolean isOperator() {
        return actor.matches(SID) && actor.regionMatches(true, 0, "OP", 0, 2);
    }

    /** An operator's records have an index of their own. */
    private String actorCondition() {
        return isOperator()
                ? "r.actor_id = :actor and r.actor_kind = 'OPERATOR'"
                : "r.actor_id = :actor";
    }

    /** What was done on a customer's request belongs to its story. */
    private String subjectCondition() {
        return subject.matches(SID) && subject.regionMatches(true, 0, "SR", 0, 2)
                ? "(r.subject_id = :subject or r.detail ->> 'request' = :subject)"
                : "r.subject_id = :subject";
    }

    Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        if (organization != null) {
            values.put("organization", organization.value());
        }
        values.put("actor", actor.matches(SID) ? sid(actor) : anywhere(actor));
        values.put("action", action);
        values.put("subject", subject.matches(SID) ? sid(subject) : subject);
        if (from != null) {
            values.put("from", from.atStartOfDay().atOffset(ZoneOffset.UTC));
        }
        if (to != null) {
            values.put("until", to.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        }
        return values;
    }

    private static String sid(String typed) {
        return typed.toUpperCase(java.util.Locale.ROOT);
    }

    private static String anywhere(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }
}
