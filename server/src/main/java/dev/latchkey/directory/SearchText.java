package dev.latchkey.directory;

/** What somebody typed into a search. */
record SearchText(String value) {
    private static final int LONGEST = 254;

    /** Trimmed and cut; a NUL, which the database can't hold, matches nothing anyway. */
    static SearchText of(String typed) {
        String text = typed.strip().replace('\0', '\uFFFD');
        return new SearchText(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    /** The pattern of LIKE that finds it anywhere, to be compared without case. */
    String anywhere() {
        return '%' + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }
}
