package dev.latchkey.cohorts;

import dev.latchkey.database.BareConnections;
import dev.latchkey.database.Paged;
import dev.latchkey.shared.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Writes a list of users as CSV (RFC 4180). PostgreSQL makes the lines, in the order of an index: a million users cost
 * the server next to nothing. A page of them is read before it is sent, and a revision never changes, so the pages are
 * one list, however long the browser takes over it.
 */
@Component
public class ListExport {
    private static final byte[] LINE_END = {'\r', '\n'};

    /** Spreadsheets need the mark to read UTF-8. */
    private static final String HEADER =
            "\uFEFF\"sid\",\"email\",\"name\",\"switches\",\"reason\",\"found_by\",\"active\",\"last_single_sign_on\"\r\n";

    private final BareConnections database;

    ListExport(BareConnections database) {
        this.database = database;
    }

    /** Every line of a revision, by address; whether a user is active and has signed in, as of now. */
    public void write(Cohort cohort, int revision, OutputStream out) throws IOException {
        out.write(HEADER.getBytes(StandardCharsets.UTF_8));
        Lines page = new Lines();
        String behind = "";
        int count;
        do {
            page.reset();
            count = database.copyOut(sql(cohort, revision, behind), page);
            page.writeTo(out);
            behind = page.behind();
        } while (count >= Paged.ROWS);
        out.flush();
    }

    /** The lines of a page, as they are sent: the place of a line in the order is its last cell, which stays here. */
    private static final class Lines extends ByteArrayOutputStream implements Consumer<byte[]> {
        private byte[] last = {};

        @Override
        public void accept(byte[] row) {
            write(row, 0, place(row));
            writeBytes(LINE_END);
            last = row;
        }

        /** Where the comma in front of the last cell is. */
        private static int place(byte[] row) {
            int at = row.length - 1;
            while (row[at] != ',') {
                at--;
            }
            return at;
        }

        /** What a line must lie behind to be on the next page. */
        String behind() {
            if (last.length == 0) {
                return "";
            }
            String line = new String(last, StandardCharsets.UTF_8);
            UUID user = UserId.parse(line.substring(1, line.indexOf('"', 1))).orElseThrow().value();
            String hex = line.substring(line.lastIndexOf(',') + 2, line.lastIndexOf('"'));
            String key = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
            return "and (cu.email_key, cu.user_id) > (%s, '%s'::uuid)"
                    .formatted(literal(key), user);
        }

        /**
         * A literal of code units, so that an address is an address whatever stands in it. The result of a function would
         * not be looked up in the index.
         */
        private static String literal(String text) {
            StringBuilder literal = new StringBuilder("U&'");
            text.chars()
                    .forEach(unit ->
                            literal.append('\\').append(HexFormat.of().toHexDigits((char) unit)));
            return literal.append("'").toString();
        }
    }

    /**
     * COPY takes no parameters; what is put in are UUIDs, numbers and hex digits. What is asked about each user is an
     * expression and no join, so that the order of the index stays.
     */
    private static String sql(Cohort cohort, int revision, String behind) {
        return """
        copy (
            select 'US' || upper(replace(cu.user_id::text, '-', '')), safe_cell(cu.email), safe_cell(cu.name),
                case cu.decision when 'IN' then 'yes' else 'no' end, coalesce(safe_cell(cu.reason), ''), cu.found_by,
                case when exists (select 1 from directory_user u where u.organization_id = '%1$s' and u.id = cu.user_id
                    and not u.active) then 'no' else 'yes' end,
                coalesce((select to_char(s.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                    from login_history s where s.organization_id = '%1$s' and s.user_id = cu.user_id
                      and s.connection_id = '%3$s'), ''),
                encode(convert_to(cu.email_key, 'UTF8'), 'hex')
            from cohort_member_in('%1$s', '%2$s', %4$d) cu
            where true %5$s
            order by cu.email_key, cu.user_id limit %6$d
        ) to stdout (format csv, force_quote *)
        """
                .formatted(
                        cohort.organization().value(),
                        cohort.id().value(),
                        cohort.connection().value(),
                        revision,
                        behind,
                        Paged.ROWS);
    }
}
