package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shell.CurrentWork;
import dev.latchkey.shell.Shell;
import dev.latchkey.support.SupportRequest.Channel;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SignedInOperator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says on every page of an organization which request the operator works on, and asks for one where there is none. */
@Component
class WorkInShell implements CurrentWork {
    /** Where nothing is changed, or a request is what the page is about. */
    private static final Set<String> UNASKED = Set.of("requests", "audit", "failures");

    private final Focuses focuses;
    private final OpenRequests open;

    WorkInShell(Focuses focuses, OpenRequests open) {
        this.focuses = focuses;
        this.open = open;
    }

    @Override
    public Shell.Work of(
            SignedInOperator operator, OrganizationId organization, @Nullable String page) {
        return focuses.of(operator.id(), organization)
                .map(focus ->
                        new Shell.Work(
                                focus.subject(), Paths.operator(organization, focus.id()), null))
                .orElseGet(() ->
                        new Shell.Work(
                                null, Paths.operator(organization), asking(organization, page)));
    }

    private Shell.@Nullable Asking asking(OrganizationId organization, @Nullable String page) {
        if (page == null || UNASKED.contains(section(page))) {
            return null;
        }
        OpenRequests.Some some = open.of(organization);
        return new Shell.Asking(
                OrganizationPath.of(organization) + "/focus",
                Paths.operator(organization),
                page,
                some.requests().stream()
                        .map(each -> new Shell.Choice(each.id().toString(), each.subject()))
                        .toList(),
                some.more(),
                Stream.of(Kind.values())
                        .map(each -> new Shell.Choice(each.name(), each.label()))
                        .toList(),
                Stream.of(Channel.values())
                        .filter(each -> each != Channel.PORTAL)
                        .map(each -> new Shell.Choice(each.name(), each.label()))
                        .toList());
    }

    /** What stands after the organization in {@code /operator/organizations/OR…/section/…}. */
    private static String section(String page) {
        String[] parts = page.split("/", 6);
        return parts.length > 4 ? parts[4] : "";
    }
}
