package dev.latchkey.saml;

import dev.latchkey.text.Unseen;

/**
 * What can be an email address at all: nothing is trimmed, folded or mended. Addresses that break the rules and are in
 * use all the same pass (two dots in a row before the at sign, an underscore or no dot in the domain). Whether letters of
 * an international domain are allowed is not looked at: that takes tables, and such an address finds nobody.
 */
final class EmailSyntax {
    private static final int LONGEST = 254;
    private static final int LONGEST_LABEL = 63;

    /** RFC 5322 3.2.3, and the dot. */
    private static final String SIGNS = ".!#$%&'*+-/=?^_`{|}~";

    private EmailSyntax() {}

    static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return text.length() <= LONGEST
                && at > 0
                && text.substring(0, at).codePoints().allMatch(EmailSyntax::isOfLocalPart)
                && isDomain(text.substring(at + 1));
    }

    private static boolean isOfLocalPart(int c) {
        return c < 0x80 ? isAlphanumeric(c) || SIGNS.indexOf(c) >= 0 : isSeen(c);
    }

    private static boolean isDomain(String domain) {
        int from = 0;
        boolean number = false;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || isDot(domain.charAt(i))) {
                String label = domain.substring(from, i);
                if (!isLabel(label)) {
                    return false;
                }
                number = label.chars().allMatch(c -> c >= '0' && c <= '9');
                from = i + 1;
            }
        }
        // What ends in a number is a network address, or is taken for one (RFC 3696 2).
        return !number;
    }

    /** UTS 46 2.3 */
    private static boolean isDot(char c) {
        return c == '.' || c == '\u3002' || c == '\uff0e' || c == '\uff61';
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.codePoints()
                        .allMatch(c ->
                                c < 0x80 ? isAlphanumeric(c) || c == '-' || c == '_' : isSeen(c));
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** No white space, no control, format or unassigned characters: what can't be seen can't be compared. */
    private static boolean isSeen(int c) {
        return c != ' ' && !Unseen.is(c);
    }
}
