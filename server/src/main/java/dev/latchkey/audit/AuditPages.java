package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.SafeCsv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;

/** The one page of the log and its export, for everybody who may see it. What they may see is in the filter. */
@Component
class AuditPages {
    private static final int ON_A_PAGE = 50;
    private static final int AT_ONCE = 1000;

    private final AuditLog log;
    private final AuditView view;
    private final Audit audit;
    private final TransactionTemplate transaction;

    AuditPages(AuditLog log, AuditView view, Audit audit, TransactionTemplate transaction) {
        this.log = log;
        this.view = view;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** What was typed into the search, as it stands. */
    record Typed(
            String organization,
            String actor,
            String action,
            String subject,
            String from,
            String to,
            String before) {
        /** The filter, within the given organization where there is one; empty where something is no filter. */
        Optional<AuditFilter> filter(@Nullable OrganizationId within) {
            Optional<OrganizationId> asked = OrganizationId.parse(organization.strip());
            boolean sound =
                    (within != null || organization.isBlank() || asked.isPresent())
                            && isDay(from)
                            && isDay(to)
                            && (before.isEmpty() || AuditCursor.parse(before).isPresent());
            return sound
                    ? Optional.of(
                            new AuditFilter(
                                    within == null ? asked.orElse(null) : within,
                                    actor,
                                    action,
                                    subject,
                                    day(from),
                                    day(to)))
                    : Optional.empty();
        }

        private static boolean isDay(String text) {
            return text.isBlank() || day(text) != null;
        }

        private static @Nullable LocalDate day(String text) {
            try {
                LocalDate day = text.isBlank() ? null : LocalDate.parse(text.strip());
                return day == null || day.getYear() < 1970 || day.getYear() > 9999 ? null : day;
            } catch (DateTimeParseException e) {
                return null;
            }
        }

        @Nullable AuditCursor cursor() {
            return AuditCursor.parse(before).orElse(null);
        }

        boolean isEmpty() {
            return (organization + actor + action + subject + from + to).isBlank();
        }
    }

    /** @param path where the page is, without the query */
    String show(Typed typed, @Nullable OrganizationId within, String path, Model model) {
        model.addAttribute("typed", typed);
        model.addAttribute("path", path);
        model.addAttribute("within", within);
        model.addAttribute("filtered", !typed.isEmpty());
        AuditLog.Found found = new AuditLog.Found(List.of(), null);
        Optional<AuditFilter> filter = typed.filter(within);
        if (filter.isEmpty()) {
            model.addAttribute(
                    "problem", "Give the organization by its SID, and days as in 2026-01-31.");
        } else {
            try {
                found = log.read(filter.get(), typed.cursor(), ON_A_PAGE + 1);
            } catch (QueryTimeoutException e) {
                model.addAttribute(
                        "problem",
                        "The search took too long: the database is busy. Try again in a minute, or limit it to some days.");
            }
        }
        List<AuditRecord> records = found.records();
        boolean more = records.size() > ON_A_PAGE;
        List<AuditRecord> shown = more ? records.subList(0, ON_A_PAGE) : records;
        AuditCursor soFar = found.soFar();
        AuditCursor older = more ? AuditCursor.behind(shown.getLast()) : soFar;
        model.addAttribute("lines", view.lines(shown));
        model.addAttribute("older", older == null ? null : older.toString());
        model.addAttribute("soFar", soFar == null ? null : AuditView.time(soFar.at()));
        return "audit/log";
    }

    /**
     * Writes all that the filter lets through. A slow reader holds no connection to the database: each piece is read
     * before it is sent.
     */
    void export(
            Typed typed, @Nullable OrganizationId within, Actor actor, HttpServletResponse response)
            throws IOException {
        Optional<AuditFilter> filter = typed.filter(within);
        if (filter.isEmpty()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        AuditLog.Found some = log.read(filter.get(), null, AT_ONCE);
        record(typed, filter.get(), actor);
        try (SafeCsv csv = SafeCsv.download(response, "audit.csv")) {
            csv.line(
                    "time",
                    "id",
                    "organization",
                    "organizationName",
                    "actorKind",
                    "actor",
                    "actorName",
                    "action",
                    "subjectKind",
                    "subject",
                    "detail",
                    "ip");
            AuditCursor next;
            do {
                for (AuditView.Line line : view.lines(some.records())) {
                    write(csv, line);
                }
                next = next(some);
                if (next != null) {
                    some = log.read(filter.get(), next, AT_ONCE);
                }
            } while (next != null);
        }
    }

    private static @Nullable AuditCursor next(AuditLog.Found found) {
        return found.records().size() == AT_ONCE
                ? AuditCursor.behind(found.records().getLast())
                : found.soFar();
    }

    private static void write(SafeCsv csv, AuditView.Line line) throws IOException {
        AuditRecord stored = line.stored();
        csv.line(
                stored.at(),
                stored.id(),
                line.organizationSid(),
                line.organization(),
                stored.actor().kind(),
                stored.actor().id(),
                stored.actor().name(),
                stored.action(),
                stored.subjectKind(),
                stored.subjectId(),
                stored.detail(),
                stored.ip());
    }

    /** Who takes the log away is in the log. */
    private void record(Typed typed, AuditFilter filter, Actor actor) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("actor", typed.actor());
        detail.put("action", typed.action());
        detail.put("subject", typed.subject());
        detail.put("from", typed.from());
        detail.put("to", typed.to());
        detail.values().removeIf(String::isBlank);
        detail.replaceAll((key, value) -> value.replace('\0', '\uFFFD'));
        transaction.executeWithoutResult(status ->
                audit.record(
                        actor, filter.organization(), AuditLogAction.EXPORTED, null, null, detail));
    }
}
