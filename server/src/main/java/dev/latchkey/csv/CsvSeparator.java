package dev.latchkey.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between the cells of a CSV file. */
final class CsvSeparator {
    private static final String USUAL = ",;\t|";

    /** The line by which Excel is told, as it stands or behind a spreadsheet that did not know it. */
    private static final Pattern TOLD =
            Pattern.compile("(?i)\"?sep=([^\\p{L}\\p{N}\"\\s]|\t)\"?[,;\t|]*");

    private static final Pattern LEFT_OVER = Pattern.compile("[,;\t|]*");

    private CsvSeparator() {}

    /** As the first line says, or the one that the first line with anything in it has most often outside of quotes. */
    static char of(String text) {
        String first =
                text.lines()
                        .map(line -> line.replace("\uFEFF", ""))
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("");
        Matcher told = TOLD.matcher(first);
        return told.matches() ? told.group(1).charAt(0) : mostOften(first);
    }

    /** Whether the first line of a file only tells the separator. */
    static boolean isTold(java.util.List<String> cells) {
        return cells.getFirst().regionMatches(true, 0, "sep=", 0, 4)
                && cells.getFirst().length() <= 5
                && cells.stream().skip(1).allMatch(cell -> LEFT_OVER.matcher(cell).matches());
    }

    private static char mostOften(String line) {
        int[] seen = new int[USUAL.length()];
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            int which = quoted ? -1 : USUAL.indexOf(line.charAt(i));
            if (which >= 0) {
                seen[which]++;
            }
        }
        int most = 0;
        for (int i = 1; i < seen.length; i++) {
            most = seen[i] > seen[most] ? i : most;
        }
        return USUAL.charAt(most);
    }
}
