package dev.latchkey.directory;

import java.util.regex.Pattern;

/** What somebody typed into a search. */
record SearchText(String value) {
    private static final int LONGEST = 254;

    /** An index of letters knows words from this length on. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3}");

    /** Trimmed and cut; a NUL, which the database can't hold, and a line's end match nothing anyway. */
    static SearchText of(String typed) {
        String text = typed.strip().replace('\0', '\uFFFD').replace('\n', '\uFFFD');
        return new SearchText(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    boolean hasWord() {
        return WORD.matcher(value).find();
    }

    /** The pattern of LIKE that finds it anywhere, to be compared without case. */
    String anywhere() {
        return '%' + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }
}
