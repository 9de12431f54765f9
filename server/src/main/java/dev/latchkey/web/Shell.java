package dev.latchkey.web;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param home where the name of the product leads
 * @param name who is signed in, null for nobody
 * @param logout where the button to sign out posts to
 * @param sections the pages about the organization at hand, empty elsewhere
 * @param emergency whether the person came in by a recovery code
 * @param work what an operator works on in the organization at hand, null elsewhere
 */
public record Shell(
        String home,
        @Nullable String name,
        String logout,
        List<Link> links,
        List<Link> sections,
        boolean emergency,
        @Nullable Work work) {
    private static final Pattern OF_AN_ORGANIZATION =
            Pattern.compile("(/operator/organizations/[Oo][Rr][0-9A-Fa-f]{32})(?:/.*)?");
    private static final int LEAD = "/operator/organizations/".length();

    /** A place in the navigation. */
    public record Link(String path, String text, boolean current) {}

    /**
     * The customer's request that an operator works on.
     *
     * @param subject null for none
     * @param path of the request, or of the list to choose from
     * @param asking what the page asks where there is none, null where it does not ask
     */
    public record Work(@Nullable String subject, String path, @Nullable Asking asking) {}

    /**
     * The question which request the operator will work on, asked before a form is filled in.
     *
     * @param choose where the answer goes
     * @param open where a new request goes
     * @param back the page to go on with
     * @param requests the open ones to choose from
     * @param more whether there are others
     */
    public record Asking(
            String choose,
            String open,
            String back,
            List<Choice> requests,
            boolean more,
            List<Choice> kinds,
            List<Choice> channels) {}

    /** One of several. */
    public record Choice(String value, String text) {}

    /** Of a page that knows nobody, or that somebody leaves by. */
    public static final Shell NOBODY =
            new Shell("/", null, "/logout", List.of(), List.of(), false, null);

    static Shell of(@Nullable Object principal, String path) {
        return switch (principal) {
            case SignedInOperator operator ->
                    new Shell(
                            "/operator",
                            operator.name(),
                            "/operator/logout",
                            links(path, OPERATOR),
                            operatorSections(path),
                            false,
                            null);
            case SignedInUser user ->
                    new Shell(
                            "/console",
                            user.name(),
                            "/logout",
                            links(path, user.admin() ? ADMIN : USER),
                            user.admin() && under(path, "/organization")
                                    ? sections(path, "/organization", OWN)
                                    : List.of(),
                            user.inEmergency(),
                            null);
            case null, default -> NOBODY;
        };
    }

    private static final List<Link> OPERATOR =
            List.of(
                    new Link("/operator", "Organizations", false),
                    new Link("/operator/requests", "Requests", false),
                    new Link("/operator/failures", "Failed sign-ins", false),
                    new Link("/operator/audit", "Audit", false),
                    new Link("/operator/mail", "Mail", false),
                    new Link("/operator/operators", "Operators", false),
                    new Link("/operator/secret-keys", "Secret keys", false));
    private static final List<Link> ADMIN =
            List.of(
                    new Link("/console", "Console", false),
                    new Link("/organization", "Organization", false));
    private static final List<Link> USER = List.of(new Link("/console", "Console", false));

    private static final List<Link> SECTIONS =
            List.of(
                    new Link("", "Overview", false),
                    new Link("/requests", "Requests", false),
                    new Link("/users", "Users", false),
                    new Link("/accounts", "Accounts", false),
                    new Link("/connections", "Single sign-on", false),
                    new Link("/rollouts", "Rollout", false),
                    new Link("/emergency", "Emergency access", false),
                    new Link("/failures", "Failed sign-ins", false),
                    new Link("/audit", "Audit", false));
    private static final List<Link> OWN =
            List.of(
                    new Link("", "Overview", false),
                    new Link("/rollouts", "Rollout", false),
                    new Link("/emergency", "Emergency access", false),
                    new Link("/requests", "Requests", false),
                    new Link("/failures", "Failed sign-ins", false),
                    new Link("/audit", "Audit", false));

    private static List<Link> links(String path, List<Link> all) {
        String current =
                all.stream()
                        .map(Link::path)
                        .filter(each -> under(path, each))
                        .max(Comparator.comparingInt(String::length))
                        .orElse("");
        return all.stream()
                .map(link -> new Link(link.path(), link.text(), link.path().equals(current)))
                .toList();
    }

    /** Which Latchkey this is; operators' pages show it, and nobody else's. */
    public String version() {
        return Version.text();
    }

    /** Whether an operator is signed in here. */
    public boolean operators() {
        return home.equals("/operator");
    }

    Shell with(@Nullable Work of) {
        return new Shell(home, name, logout, links, sections, emergency, of);
    }

    /** The organization whose page an operator has open. */
    static Optional<OrganizationId> organization(String path) {
        Matcher matcher = OF_AN_ORGANIZATION.matcher(path);
        return matcher.matches()
                ? OrganizationId.parse(path.substring(LEAD, LEAD + 34))
                : Optional.empty();
    }

    private static List<Link> operatorSections(String path) {
        Matcher matcher = OF_AN_ORGANIZATION.matcher(path);
        return matcher.matches() ? sections(path, matcher.group(1), SECTIONS) : List.of();
    }

    private static List<Link> sections(String path, String base, List<Link> all) {
        // A rollout's lists have addresses of their own, and belong to it all the same.
        String place = under(path, base + "/cohorts") ? base + "/rollouts" : path;
        return links(
                place,
                all.stream()
                        .map(link -> new Link(base + link.path(), link.text(), false))
                        .toList());
    }

    /** Whether the page is this place or lies within it. */
    private static boolean under(String path, String place) {
        return path.equals(place) || path.startsWith(place + "/");
    }
}
