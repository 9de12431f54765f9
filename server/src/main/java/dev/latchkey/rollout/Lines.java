package dev.latchkey.rollout;

import java.util.ArrayList;
import java.util.List;

/** What somebody pasted or uploaded, one thing a line. Of a CSV line the first cell counts. */
record Lines(List<Line> all) {
    private static final int LONGEST = 300;

    /** A line that says something. */
    record Line(int number, String text) {}

    static Lines of(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\\R", -1)) {
            number++;
            String cell = cell(raw);
            if (!cell.isEmpty()) {
                lines.add(new Line(number, cell));
            }
        }
        return new Lines(lines);
    }

    private static String cell(String line) {
        String first = line.strip().split("[,;\\t]", 2)[0].strip();
        String bare =
                first.length() > 1 && first.startsWith("\"") && first.endsWith("\"")
                        ? first.substring(1, first.length() - 1).strip()
                        : first;
        String plain = bare.startsWith("\uFEFF") ? bare.substring(1) : bare;
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }
}
