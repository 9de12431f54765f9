package dev.latchkey.url;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule for an address that comes from outside and that browsers are sent to with something secret. It holds where
 * an address is read and where it is stored.
 */
public final class BrowserTarget {
    private static final int LONGEST = 2048;

    /** What comes before a host; browsers accept any number of slashes there, and then the path may be the host. */
    private static final Pattern WHOLE =
            Pattern.compile("[hH][tT][tT][pP][sS]?://[^/].*", Pattern.DOTALL);

    /** Browsers read a backslash as a slash, and others don't; markup is in no address by mistake. */
    private static final Pattern MISLEADING = Pattern.compile("[\\\\\"<>]");

    private static final Pattern OTHER_SCHEME =
            Pattern.compile("(?!https?:)[a-z][a-z0-9+.-]*://.+", Pattern.CASE_INSENSITIVE);

    /** Why an address is none that browsers are sent to. */
    public enum Fault {
        UNREADABLE,
        TOO_LONG,
        CREDENTIALS,
        FRAGMENT,
        /** It is of another scheme, or of plain http to another computer. */
        NOT_HTTPS
    }

    private BrowserTarget() {}

    /** What is wrong with the address; nothing where it can be taken. */
    public static Optional<Fault> fault(String address) {
        Optional<WebUrl> parsed = WebUrl.parse(address);
        if (parsed.isEmpty()
                || !WHOLE.matcher(address.strip()).matches()
                || MISLEADING.matcher(address).find()) {
            boolean other = OTHER_SCHEME.matcher(address.strip()).matches();
            return Optional.of(other ? Fault.NOT_HTTPS : Fault.UNREADABLE);
        }
        WebUrl url = parsed.get();
        if (url.hasCredentials()) {
            return Optional.of(Fault.CREDENTIALS);
        }
        if (url.fragment() != null) {
            return Optional.of(Fault.FRAGMENT);
        }
        if (url.sendable().length() > LONGEST) {
            return Optional.of(Fault.TOO_LONG);
        }
        return url.isSecure() ? Optional.empty() : Optional.of(Fault.NOT_HTTPS);
    }
}
