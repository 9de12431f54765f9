package dev.latchkey.database;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Brings many rows into a table by PostgreSQL's COPY, some thousands at once and each piece as a whole, in the caller's
 * transaction.
 */
public final class CopyRows {
    private static final int PIECE = 1024 * 1024;

    private final BareConnections database;
    private final String copy;
    private final StringBuilder text = new StringBuilder(PIECE + 1024);
    private boolean begun;

    /**
     * @param copy a {@code copy … from stdin}; nothing that somebody typed may stand in it
     */
    public CopyRows(BareConnections database, String copy) {
        this.database = database;
        this.copy = copy;
    }

    /** The next cell of the row; null is SQL's null. */
    public CopyRows cell(@Nullable Object value) {
        if (begun) {
            text.append('\t');
        }
        begun = true;
        if (value == null) {
            text.append("\\N");
        } else {
            escape(value.toString());
        }
        return this;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> text.append(c);
            }
        }
    }

    /** Ends the row. */
    public void row() {
        text.append('\n');
        begun = false;
        if (text.length() >= PIECE) {
            end();
        }
    }

    /** Copies what is still here. */
    public void end() {
        byte[] rows = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        database.copyIn(copy, rows);
    }
}
