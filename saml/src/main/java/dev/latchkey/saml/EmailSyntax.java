package dev.latchkey.saml;

/** What can be an email address at all: nothing is trimmed, folded or mended. */
final class EmailSyntax {
    private static final int LONGEST = 254;

    private EmailSyntax() {}

    static boolean isAddress(String text) {
        int at = text.indexOf('@');
        if (text.length() > LONGEST
                || at < 1
                || at != text.lastIndexOf('@')
                || at == text.length() - 1) {
            return false;
        }
        return text.codePoints().allMatch(EmailSyntax::isPlain);
    }

    /** No white space, no control, format or unassigned characters: what can't be seen can't be compared. */
    private static boolean isPlain(int c) {
        if (c < 0x80) {
            return c > ' ' && c != 0x7f && c != '<' && c != '>' && c != '"' && c != ',' && c != ';';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
