package dev.latchkey.announcements;

import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvHeading;
import dev.latchkey.csv.CsvRow;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.csv.CsvSeparator;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Visible;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a list of addresses from what people write, in which addresses occur, too: whoever is named by mistake counts as
 * not told. A list is nothing but addresses, a name in front of one in angle brackets aside; or a table whose headings
 * are well known and whose column of addresses has one in each row.
 */
final class AddressList {
    private static final Pattern NEW_LINE = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern BLANK = Pattern.compile("[,;\\t|]*");
    private static final Pattern CELLS = Pattern.compile("[,;\\t|]");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** A name in front of an address in angle brackets. */
    private static final Pattern QUOTED_NAME = Pattern.compile("\"[^\"<>]*+\"\\s*+(?=<)");

    /** Without what ends or introduces a sentence, which a name has only in quotation marks. */
    private static final Pattern NAMED = Pattern.compile("[^<>@:!?\"]*+<([^<>]*+)>");

    private AddressList() {}

    /** The addresses in their order; none where this is no list. */
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : NEW_LINE.split(text, -1)) {
            if (!BLANK.matcher(Visible.trimmed(line)).matches()) {
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            return List.of();
        }
        int first = CsvSeparator.isTold(lines.getFirst()) ? 1 : 0;
        boolean heading = first < lines.size() && !lines.get(first).contains("@");
        return heading
                ? table(text, lines.subList(first + 1, lines.size()))
                : plain(lines.subList(first, lines.size()));
    }

    private static List<String> plain(List<String> lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            List<String> addresses = addresses(line);
            if (addresses.isEmpty()) {
                return List.of();
            }
            all.addAll(addresses);
        }
        return all;
    }

    /** All that is in a line; nothing where anything else is, too. */
    private static List<String> addresses(String line) {
        List<String> addresses = new ArrayList<>();
        for (String cell : CELLS.split(QUOTED_NAME.matcher(line).replaceAll(""), -1)) {
            String bare = Visible.trimmed(cell.replace("\"", ""));
            String address = NAMED.matcher(bare).matches() ? inBrackets(bare) : bare;
            for (String word : SPACE.split(Visible.trimmed(address), -1)) {
                if (EmailAddress.parse(word).isPresent()) {
                    addresses.add(word);
                } else if (!word.isEmpty()) {
                    return List.of();
                }
            }
        }
        return addresses;
    }

    private static String inBrackets(String named) {
        return named.substring(named.indexOf('<') + 1, named.lastIndexOf('>'));
    }

    private static List<String> table(String text, List<String> belowHeading) {
        byte[] file = text.getBytes(StandardCharsets.UTF_8);
        try (CsvRows rows = CsvFormat.open(file, Optional.empty())) {
            List<String> headings = rows.next().map(CsvRow::cells).orElse(List.of());
            Integer place = CsvHeading.place(headings, List.of(CsvHeading.ADDRESS));
            if (place == null) {
                return List.of();
            }
            int width = width(headings);
            return width == 1 ? plain(belowHeading) : column(rows, place, width);
        } catch (IOException e) {
            // What is no table names nobody.
            return List.of();
        }
    }

    private static int width(List<String> headings) {
        int width = headings.size();
        while (width > 1 && headings.get(width - 1).isEmpty()) {
            width--;
        }
        return width;
    }

    /** A row that is shorter than the headings is none of that table: "Mail, please" is no heading. */
    private static List<String> column(CsvRows rows, int place, int width) throws IOException {
        List<String> all = new ArrayList<>();
        for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
            List<String> addresses =
                    row.get().cells().size() < width ? List.of() : addresses(row.get().cell(place));
            if (addresses.isEmpty()) {
                return List.of();
            }
            all.addAll(addresses);
        }
        return all;
    }
}
