package dev.latchkey.review;

import dev.latchkey.database.BareConnections;
import dev.latchkey.database.CopyRows;
import dev.latchkey.shared.EmailAddress;
import org.jspecify.annotations.Nullable;

/** Brings lines into the table {@code incoming}. */
final class CopyLines implements IdpListReader.Lines {
    private static final String COPY =
            "copy incoming (line, problem, email, email_key, name, active) from stdin";

    private final CopyRows rows;

    CopyLines(BareConnections database) {
        this.rows = new CopyRows(database, COPY);
    }

    @Override
    public void good(long line, EmailAddress address, @Nullable String name, boolean active) {
        rows.cell(line)
                .cell(null)
                .cell(address.value())
                .cell(address.key())
                .cell(name)
                .cell(active ? "t" : "f")
                .row();
    }

    @Override
    public void bad(long line, IdpListReader.BadLine problem, String content) {
        rows.cell(line).cell(problem.name()).cell(null).cell(null).cell(content).cell("f").row();
    }

    /** Copies what is still here. */
    void end() {
        rows.end();
    }
}
