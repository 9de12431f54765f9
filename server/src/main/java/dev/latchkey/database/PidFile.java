package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * PostgreSQL's {@code postmaster.pid}: the process that has the folder, and in the eighth line how far it is.
 *
 * @param pid 0 where there is none
 */
record PidFile(long pid, String state) {
    private static final int STATE = 7;

    static Path in(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Reads it; throws CannotStart where it is not what PostgreSQL writes. */
    static PidFile read(Path data) throws IOException {
        List<String> lines = lines(data);
        String first = lines.isEmpty() ? "" : lines.getFirst().strip();
        if (first.isEmpty()) {
            return new PidFile(0, "");
        }
        try {
            // A single-user run marks its own with a minus.
            long pid = Math.abs(Long.parseLong(first));
            return new PidFile(pid, lines.size() > STATE ? lines.get(STATE).strip() : "");
        } catch (NumberFormatException e) {
            String shown = first.length() > 40 ? first.substring(0, 40) + " …" : first;
            throw new CannotStart(
                    "The file " + in(data) + " is damaged: it begins with '" + shown + "'.",
                    "Where no process called postgres runs with this folder, delete that file and"
                            + " start again.",
                    null);
        }
    }

    private static List<String> lines(Path data) throws IOException {
        try {
            return new String(Files.readAllBytes(in(data)), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
