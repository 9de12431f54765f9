package dev.latchkey.secretkeys;

import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.secrets.SecretError;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What does not open. The values that a sign-in can depend on are tried every few minutes. */
@Component
class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int AT_ONCE = 500;
    private static final int SHOWN = 100;

    private final JdbcClient jdbc;
    private final SealedValues values;
    private final SecretBox box;

    Faults(JdbcClient jdbc, SealedValues values, SecretBox box) {
        this.jdbc = jdbc;
        this.values = values;
        this.box = box;
    }

    /**
     * A value that did not open.
     *
     * @param what it is one of, for people
     * @param row the values of its primary key, by which it is found in the database
     * @param why it does not open, and what to do
     */
    record Fault(String what, String row, String key, SecretError why, Instant foundAt) {}

    List<Fault> all() {
        return jdbc.sql(
                        "select * from sealed_fault order by found_at desc, of_table, row_key limit ?")
                .param(SHOWN)
                .query((row, number) ->
                        new Fault(
                                what(row.getString("of_table")),
                                row.getString("row_key"),
                                row.getString("key_id"),
                                why(row.getString("code")),
                                row.getObject("found_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private String what(String table) {
        return values.columns().stream()
                .filter(column -> column.table().equals(table))
                .map(SealedColumn::what)
                .findFirst()
                .orElse(table);
    }

    private static SecretError why(String code) {
        return Arrays.stream(SecretError.values())
                .filter(error -> error.code().equals(code))
                .findFirst()
                .orElse(SecretError.DOES_NOT_OPEN);
    }

    /** How many of those do not open that a sign-in can depend on. */
    long vital() {
        return jdbc.sql("select count(*) from sealed_fault where of_table = any(?)")
                .param(
                        values.columns().stream()
                                .filter(SealedColumn::vital)
                                .map(SealedColumn::table)
                                .toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** How many values of this key were tried and did not open. */
    long of(String key) {
        return jdbc.sql("select count(*) from sealed_fault where key_id = ?")
                .param(key)
                .query(Long.class)
                .single();
    }

    void note(SealedColumn column, SealedValues.Value value, ErrorCode code) {
        jdbc.sql(
                        """
                        insert into sealed_fault (of_table, row_key, key_id, code, found_at)
                        values (?, ?, ?, ?, clock_timestamp())
                        on conflict (of_table, row_key) do update set key_id = excluded.key_id, code = excluded.code
                        """)
                .params(column.table(), row(value), SecretBox.keyOf(value.sealed()), code.code())
                .update();
    }

    private static String row(SealedValues.Value value) {
        return String.join(" ", value.row());
    }

    /** Tries what matters, notes what does not open, and forgets what opens again or is gone. */
    @Scheduled(initialDelay = 0, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void look() {
        for (SealedColumn column : values.columns()) {
            Set<String> found = column.vital() ? tried(column) : triedAgain(column);
            jdbc.sql("delete from sealed_fault where of_table = ? and not row_key = any(?)")
                    .params(column.table(), found.toArray(String[]::new))
                    .update();
            if (column.vital() && !found.isEmpty()) {
                LOG.error(
                        "{} of the {} do not open. The page Secret keys says which, and who can't sign in is told so.",
                        found.size(),
                        column.what());
            }
        }
    }

    private Set<String> tried(SealedColumn column) {
        Set<String> found = new HashSet<>();
        List<SealedValues.Value> some = values.after(column, List.of(), AT_ONCE);
        while (!some.isEmpty()) {
            some.forEach(value -> tryOne(column, value, found));
            some = values.after(column, some.getLast().row(), AT_ONCE);
        }
        return found;
    }

    private Set<String> triedAgain(SealedColumn column) {
        Set<String> found = new HashSet<>();
        jdbc.sql("select row_key from sealed_fault where of_table = ?")
                .param(column.table())
                .query(String.class)
                .list()
                .forEach(row ->
                        values.find(column, List.of(row.split(" ", -1)))
                                .ifPresent(value -> tryOne(column, value, found)));
        return found;
    }

    private void tryOne(SealedColumn column, SealedValues.Value value, Set<String> found) {
        switch (box.open(value.sealed())) {
            case Result.Ok<byte[]>(byte[] plain) -> Arrays.fill(plain, (byte) 0);
            case Result.Refused<byte[]>(List<Problem> problems) -> {
                note(column, value, problems.getFirst().code());
                found.add(row(value));
            }
        }
    }
}
