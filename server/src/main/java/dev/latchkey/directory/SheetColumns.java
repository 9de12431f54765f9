package dev.latchkey.directory;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/** Where in a line each value stands, as the header says, or in the usual order where there is no header. */
record SheetColumns(Map<Column, Integer> places, List<String> ignored, boolean header, int width) {
    /** A column that means something. */
    enum Column {
        EMAIL("|email|emailaddress|mail|login|"),
        NAME("|name|fullname|displayname|"),
        ADMIN("|admin|isadmin|administrator|"),
        KIND("|kind|type|"),
        ACCOUNTS("|accounts|account|");

        private final String names;

        Column(String names) {
            this.names = names;
        }

        private static Optional<Column> named(String heading) {
            String plain = heading.toLowerCase(Locale.ROOT).replaceAll("[\\s_|-]+", "");
            return plain.isEmpty()
                    ? Optional.empty()
                    : Stream.of(values())
                            .filter(column -> column.names.contains('|' + plain + '|'))
                            .findFirst();
        }
    }

    static Result<SheetColumns> of(CSVRecord first) {
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            String heading = first.get(i).strip();
            Optional<Column> column = Column.named(heading);
            if (column.isPresent() && places.putIfAbsent(column.get(), i) != null) {
                return Result.refused(ImportError.COLUMN_TWICE, heading);
            }
            if (column.isEmpty() && !heading.isEmpty()) {
                ignored.add(heading);
            }
        }
        if (!places.containsKey(Column.EMAIL)) {
            return hasAddress(first)
                    ? Result.ok(usual())
                    : Result.refused(ImportError.HEADER_MISSING, String.join(", ", first.toList()));
        }
        return places.containsKey(Column.NAME)
                ? Result.ok(new SheetColumns(places, ignored, true, first.size()))
                : Result.refused(ImportError.COLUMN_MISSING, "name");
    }

    private static boolean hasAddress(CSVRecord first) {
        return EmailAddress.parse(first.get(0).strip()).isPresent();
    }

    private static SheetColumns usual() {
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            places.put(column, places.size());
        }
        return new SheetColumns(places, List.of(), false, places.size());
    }

    Sheet.Line line(CSVRecord row, int number) {
        return new Sheet.Line(
                number,
                cell(row, Column.EMAIL),
                cell(row, Column.NAME),
                cell(row, Column.ADMIN),
                cell(row, Column.KIND),
                cell(row, Column.ACCOUNTS),
                overflows(row));
    }

    private String cell(CSVRecord row, Column column) {
        Integer place = places.get(column);
        return place == null || place >= row.size() ? "" : row.get(place).strip();
    }

    /** A value with a separator in it and no quotes around it would end up in the wrong column. */
    private boolean overflows(CSVRecord row) {
        for (int i = width; i < row.size(); i++) {
            if (!row.get(i).isBlank()) {
                return true;
            }
        }
        return false;
    }
}
