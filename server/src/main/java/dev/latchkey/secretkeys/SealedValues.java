package dev.latchkey.secretkeys;

import dev.latchkey.secrets.KeyedThings;
import dev.latchkey.secrets.SealedColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The sealed values of all tables that declare some. Names of tables and columns come from the code, never from
 * elsewhere.
 */
@Repository
class SealedValues {
    private final JdbcClient jdbc;
    private final List<SealedColumn> columns;

    SealedValues(JdbcClient jdbc, List<SealedColumn> columns) {
        this.jdbc = jdbc;
        this.columns = List.copyOf(columns);
    }

    /** A value with the primary key of its row, as text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared here; the database compares it
    record Value(List<String> row, byte[] sealed) {}

    List<SealedColumn> columns() {
        return columns;
    }

    /** The names of all keys that anything was sealed with. It steps from name to name along an index. */
    Set<String> keyNames() {
        Set<String> names = new TreeSet<>();
        columns.forEach(column -> names.addAll(keyNames(column)));
        return names;
    }

    private List<String> keyNames(SealedColumn column) {
        return jdbc.sql(
                        """
                        with recursive names as (
                            (select sealed_with(#c) as name from #t where #c is not null order by 1 limit 1)
                            union all
                            select (select sealed_with(#c) from #t
                                    where #c is not null and sealed_with(#c) > names.name order by 1 limit 1)
                            from names where names.name is not null)
                        select name from names where name is not null
                        """
                                .replace("#c", column.column())
                                .replace("#t", column.table()))
                .query(String.class)
                .list();
    }

    /** How many name which key, as far as they are counted. */
    Map<String, Long> count(SealedColumn column) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : keyNames(column)) {
            counts.put(
                    name,
                    jdbc.sql(
                                    """
                                    select count(*) from (
                                        select 1 from #t where #c is not null and sealed_with(#c) = ? limit ?) as counted
                                    """
                                            .replace("#c", column.column())
                                            .replace("#t", column.table()))
                            .params(name, KeyedThings.MOST_COUNTED + 1)
                            .query(Long.class)
                            .single());
        }
        return counts;
    }

    /** Some values of this key from both ends of the table. */
    List<Value> sample(SealedColumn column, String key, int most) {
        List<Value> some = new ArrayList<>(values(column, key, List.of(), most, "asc"));
        some.addAll(values(column, key, List.of(), most, "desc"));
        return some;
    }

    /** The values of this key in rows behind the given one, in the order of the primary key. */
    List<Value> after(SealedColumn column, String key, List<String> row, int most) {
        return values(column, key, row, most, "asc");
    }

    /** All values in rows behind the given one, in the order of the primary key. */
    List<Value> after(SealedColumn column, List<String> row, int most) {
        return values(column, null, row, most, "asc");
    }

    private List<Value> values(
            SealedColumn column, @Nullable String key, List<String> behind, int most, String way) {
        String from =
                behind.isEmpty()
                        ? ""
                        : " and (%s) > (%s)"
                                .formatted(
                                        column.keyNames(),
                                        column.key().stream()
                                                .map(each -> "?::" + each.type())
                                                .collect(Collectors.joining(", ")));
        String order =
                column.key().stream()
                        .map(each -> each.name() + " " + way)
                        .collect(Collectors.joining(", "));
        String texts =
                column.key().stream()
                        .map(each -> each.name() + "::text")
                        .collect(Collectors.joining(", "));
        List<Object> params = new ArrayList<>();
        if (key != null) {
            params.add(key);
        }
        params.addAll(behind);
        params.add(most);
        return jdbc.sql(
                        "select %s as sealed, %s from %s where %s is not null%s%s order by %s limit ?"
                                .formatted(
                                        column.column(),
                                        texts,
                                        column.table(),
                                        column.column(),
                                        key == null
                                                ? ""
                                                : " and sealed_with(" + column.column() + ") = ?",
                                        from,
                                        order))
                .params(params)
                .query((row, number) -> {
                    List<String> id = new ArrayList<>();
                    for (int i = 0; i < column.key().size(); i++) {
                        id.add(row.getString(i + 2));
                    }
                    return new Value(List.copyOf(id), row.getBytes("sealed"));
                })
                .list();
    }

    /** The value of a row, if it still has one. */
    Optional<Value> find(SealedColumn column, List<String> row) {
        return jdbc.sql(
                        "select %s from %s where %s and %s is not null"
                                .formatted(
                                        column.column(),
                                        column.table(),
                                        is(column),
                                        column.column()))
                .params(row)
                .query((found, number) -> new Value(row, found.getBytes(1)))
                .optional();
    }

    private static String is(SealedColumn column) {
        return column.key().stream()
                .map(each -> each.name() + " = ?::" + each.type())
                .collect(Collectors.joining(" and "));
    }

    /** Replaces this value with another; false if it has changed or is gone by now. */
    boolean replace(SealedColumn column, Value before, byte[] sealed) {
        List<Object> params = new ArrayList<>();
        params.add(sealed);
        params.addAll(before.row());
        params.add(before.sealed());
        return jdbc.sql(
                                "update %s set %s = ? where %s and %s = ?"
                                        .formatted(
                                                column.table(),
                                                column.column(),
                                                is(column),
                                                column.column()))
                        .params(params)
                        .update()
                == 1;
    }
}
