package dev.latchkey.review;

import dev.latchkey.database.BareConnections;
import dev.latchkey.shared.EmailAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Brings lines into the table {@code incoming} by PostgreSQL's COPY, many at once and each piece as a whole. */
final class CopyLines implements IdpListReader.Lines {
    private static final int PIECE = 1024 * 1024;
    private static final String COPY =
            "copy incoming (line, problem, email, email_key, name, active) from stdin";

    private final BareConnections database;
    private final StringBuilder text = new StringBuilder(PIECE + 1024);

    CopyLines(BareConnections database) {
        this.database = database;
    }

    @Override
    public void good(long line, EmailAddress address, @Nullable String name, boolean active) {
        text.append(line).append("\t\\N\t");
        cell(address.value()).append('\t');
        cell(address.key()).append('\t');
        if (name == null) {
            text.append("\\N");
        } else {
            cell(name);
        }
        text.append(active ? "\tt\n" : "\tf\n");
        flushIfFull();
    }

    @Override
    public void bad(long line, IdpListReader.BadLine problem, String content) {
        text.append(line).append('\t').append(problem.name()).append("\t\\N\t\\N\t");
        cell(content).append("\tf\n");
        flushIfFull();
    }

    private StringBuilder cell(String value) {
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
        return text;
    }

    private void flushIfFull() {
        if (text.length() >= PIECE) {
            end();
        }
    }

    /** Copies what is still here. */
    void end() {
        byte[] rows = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        database.copyIn(COPY, rows);
    }
}
