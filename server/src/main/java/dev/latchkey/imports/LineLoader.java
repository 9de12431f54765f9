package dev.latchkey.imports;

import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.csv.CsvRows;
import dev.latchkey.database.BareConnections;
import dev.latchkey.database.CopyRows;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads a large file of users into the database, a line at a time, and divides it into batches. */
final class LineLoader {
    /** So much text in a batch at most, apart from its last line, however long the lines are. */
    private static final int MOST_CHARS = 1024 * 1024;

    private final ImportStore.Key key;
    private final int mostLines;
    private final int linesOfBatch;
    private final CopyRows rows;
    private int batch;
    private int linesInBatch;
    private int charsInBatch;

    /**
     * @param mostLines a file with more is refused
     * @param linesOfBatch at most
     */
    LineLoader(BareConnections database, ImportStore.Key key, int mostLines, int linesOfBatch) {
        this.key = key;
        this.mostLines = mostLines;
        this.linesOfBatch = linesOfBatch;
        this.rows =
                new CopyRows(
                        database,
                        """
                        copy large_import_line (organization_id, import_id, batch, line, email, email_key, name, admin,
                            kind, accounts, overflows) from stdin
                        """);
    }

    /** What was read. */
    record Loaded(int lines, int batches, List<String> ignored) {
        Loaded {
            ignored = List.copyOf(ignored);
        }
    }

    /** In the caller's transaction, which has to be taken back where the file is refused. */
    Result<Loaded> load(CsvFormat format, InputStream file) throws IOException {
        Result<SheetLines.Read> read;
        try (CsvRows all = format.open(file)) {
            read = SheetLines.read(all, mostLines, this::add);
        } catch (CsvException e) {
            return Result.refused(ImportError.of(e.fault()), e.detail());
        }
        return switch (read) {
            case Result.Ok<SheetLines.Read>(SheetLines.Read all) -> {
                rows.end();
                yield Result.ok(new Loaded(all.lines(), batch + 1, all.ignored()));
            }
            case Result.Refused<SheetLines.Read>(List<Problem> problems) ->
                    new Result.Refused<>(problems);
        };
    }

    private void add(Sheet.Line line) {
        if (linesInBatch == linesOfBatch || charsInBatch > MOST_CHARS) {
            batch++;
            linesInBatch = 0;
            charsInBatch = 0;
        }
        linesInBatch++;
        charsInBatch += line.length();
        rows.cell(key.organization().value())
                .cell(key.id())
                .cell(batch)
                .cell(line.number())
                .cell(line.email())
                .cell(EmailAddress.parse(line.email()).map(EmailAddress::key).orElse(""))
                .cell(line.name())
                .cell(line.admin())
                .cell(line.kind())
                .cell(line.accounts())
                .cell(line.overflows() ? "t" : "f")
                .row();
    }
}
