package dev.latchkey.directory;

/** What stands between the cells of a CSV file: a comma, a semicolon or a tab. */
public final class CsvSeparator {
    private CsvSeparator() {}

    /** The one that the first line with anything in it has most often outside of quotes. */
    public static char of(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        int comma = 0;
        int semicolon = 0;
        int tab = 0;
        boolean quoted = false;
        for (int i = 0; i < first.length(); i++) {
            char c = first.charAt(i);
            quoted ^= c == '"';
            comma += !quoted && c == ',' ? 1 : 0;
            semicolon += !quoted && c == ';' ? 1 : 0;
            tab += !quoted && c == '\t' ? 1 : 0;
        }
        if (tab > comma && tab > semicolon) {
            return '\t';
        }
        return semicolon > comma ? ';' : ',';
    }
}
