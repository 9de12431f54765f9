package dev.latchkey.imports;

import dev.latchkey.csv.CsvRow;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Visible;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
            String plain =
                    Visible.plain(heading).toLowerCase(Locale.ROOT).replaceAll("[\\s_|-]+", "");
            return plain.isEmpty()
                    ? Optional.empty()
                    : Stream.of(values())
                            .filter(column -> column.names.contains('|' + plain + '|'))
                            .findFirst();
        }
    }

    static Result<SheetColumns> of(List<String> first) {
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            String heading = Visible.trimmed(first.get(i));
            Optional<Column> column = Column.named(heading);
            if (column.isPresent() && places.putIfAbsent(column.get(), i) != null) {
                return Result.refused(ImportError.COLUMN_TWICE, Visible.value(heading));
            }
            if (column.isEmpty() && !heading.isEmpty()) {
                ignored.add(Visible.value(heading));
            }
        }
        if (!places.containsKey(Column.EMAIL)) {
            return hasAddress(first)
                    ? Result.ok(usual())
                    : Result.refused(ImportError.HEADER_MISSING, String.join(", ", first));
        }
        return places.containsKey(Column.NAME)
                ? Result.ok(new SheetColumns(places, ignored, true, first.size()))
                : Result.refused(ImportError.COLUMN_MISSING, "name");
    }

    private static boolean hasAddress(List<String> first) {
        return EmailAddress.known(first.getFirst()).isPresent();
    }

    private static SheetColumns usual() {
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            places.put(column, places.size());
        }
        return new SheetColumns(places, List.of(), false, places.size());
    }

    Sheet.Line line(CsvRow row) {
        return new Sheet.Line(
                (int) row.line(),
                cell(row, Column.EMAIL),
                cell(row, Column.NAME),
                cell(row, Column.ADMIN),
                cell(row, Column.KIND),
                cell(row, Column.ACCOUNTS),
                overflows(row));
    }

    private String cell(CsvRow row, Column column) {
        Integer place = places.get(column);
        return place == null ? "" : row.cell(place);
    }

    /** A value with a separator in it and no quotes around it would end up in the wrong column. */
    private boolean overflows(CsvRow row) {
        for (int i = width; i < row.cells().size(); i++) {
            if (!row.cell(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
