package dev.latchkey.shell;

import dev.latchkey.shared.Version;
import java.util.List;
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

    /** Which Latchkey this is; operators' pages show it, and nobody else's. */
    public String version() {
        return Version.text();
    }

    /** Whether an operator is signed in here. */
    public boolean operators() {
        return home.equals("/operator");
    }
}
