package dev.latchkey.csv;

import dev.latchkey.shared.Visible;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between the cells of a CSV file. */
public final class CsvSeparator {
    private static final String USUAL = ",;\t|";

    /** The line by which Excel is told, as it stands or behind a spreadsheet that did not know it. */
    private static final Pattern TOLD =
            Pattern.compile("(?i)\"?sep=([^\\p{L}\\p{N}\"\\p{Z}\\p{C}]|\t)\"?[,;\t|]*");

    private static final Pattern LEFT_OVER = Pattern.compile("[,;\t|]*");

    private CsvSeparator() {}

    /** As the first line with anything in it says, or the one that the first that is not blank has most often outside of quotes. */
    static char of(String text) {
        List<String> lines =
                text.lines().map(CsvSeparator::visible).filter(line -> !line.isBlank()).toList();
        Matcher told =
                TOLD.matcher(
                        lines.stream().filter(line -> !isLeftOver(line)).findFirst().orElse(""));
        return told.matches()
                ? told.group(1).charAt(0)
                : mostOften(lines.isEmpty() ? "" : lines.getFirst());
    }

    /** Without padding at either end, but for tabs, which separate. */
    private static String visible(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isPadding(line.charAt(from))) {
            from++;
        }
        while (to > from && isPadding(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isPadding(char c) {
        return c != '\t' && Visible.isPadding(c);
    }

    /** Whether this line only tells the separator; for text that is not read as CSV. */
    public static boolean isTold(String line) {
        return TOLD.matcher(visible(line)).matches();
    }

    /** The same of a file's first line. */
    static boolean isTold(List<String> cells) {
        return cells.getFirst().regionMatches(true, 0, "sep=", 0, 4)
                && cells.getFirst().length() <= 5
                && cells.stream().skip(1).allMatch(CsvSeparator::isLeftOver);
    }

    /** Whether this is nothing, or nothing but the separators of a spreadsheet's empty line. */
    static boolean isLeftOver(String text) {
        return LEFT_OVER.matcher(text).matches();
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
