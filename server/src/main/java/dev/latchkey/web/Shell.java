package dev.latchkey.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param home where the name of the product leads
 * @param name who is signed in, null for nobody
 * @param logout where the button to sign out posts to
 */
public record Shell(String home, @Nullable String name, String logout, List<Link> links) {

    /** A place in the navigation. */
    public record Link(String path, String text, boolean current) {}

    static final Shell NOBODY = new Shell("/", null, "/logout", List.of());

    static Shell of(@Nullable Object principal, String path) {
        return switch (principal) {
            case SignedInOperator operator ->
                    new Shell(
                            "/operator",
                            operator.name(),
                            "/operator/logout",
                            links(path, OPERATOR));
            case SignedInUser user ->
                    new Shell(
                            "/console",
                            user.name(),
                            "/logout",
                            links(path, user.admin() ? ADMIN : USER));
            case null, default -> NOBODY;
        };
    }

    private static final List<Link> OPERATOR =
            List.of(
                    new Link("/operator", "Organizations", false),
                    new Link("/operator/audit", "Audit", false),
                    new Link("/operator/operators", "Operators", false));
    private static final List<Link> ADMIN =
            List.of(
                    new Link("/console", "Console", false),
                    new Link("/organization", "Organization", false));
    private static final List<Link> USER = List.of(new Link("/console", "Console", false));

    private static List<Link> links(String path, List<Link> all) {
        return all.stream()
                .map(link -> new Link(link.path(), link.text(), link.path().equals(path)))
                .toList();
    }
}
