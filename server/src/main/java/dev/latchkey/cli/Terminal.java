package dev.latchkey.cli;

/** Makes text from strangers safe to print: control and formatting characters show as escapes. */
final class Terminal {
    private Terminal() {}

    /** Line breaks and tabs stay as they are. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (c == '\n' || c == '\t' || !isTreacherous(c)) {
                        safe.appendCodePoint(c);
                    } else {
                        safe.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                });
        return safe.toString();
    }

    private static boolean isTreacherous(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
