package dev.latchkey.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the embedded PostgreSQL is told at each start. It comes before whatever its own files say. */
record EmbeddedSettings(Path data, Path sockets) {
    /** With the name of the socket and the end that C adds, what the address of a socket may have at most. */
    private static final int LONGEST_SOCKET = 107;

    private static final long MEGABYTE = 1024L * 1024;
    private static final long LEAST_BUFFERS = 128;
    private static final long MOST_BUFFERS = 1024;
    private static final int SHARE_OF_MEMORY = 8;

    List<String> arguments(int port) {
        List<String> line = new ArrayList<>(List.of("-D", data.toString(), "-p", "" + port));
        for (String each :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=" + socketFolder(port),
                        "unix_socket_permissions=0700",
                        "hba_file=" + data.resolve("pg_hba.conf"),
                        "password_encryption=scram-sha-256",
                        "ssl=off",
                        // Nothing that was committed may be lost.
                        "fsync=on",
                        "full_page_writes=on",
                        "synchronous_commit=on",
                        // Where several commit at once, they share a write to the disk.
                        "commit_delay=1000",
                        "commit_siblings=3",
                        "shared_buffers=" + buffers(memory()) + "MB",
                        // What it says comes to us. An error in a statement is the server's to
                        // tell,
                        // and what stands in it may be anybody's address.
                        "log_destination=stderr",
                        "logging_collector=off",
                        "log_line_prefix=",
                        "log_min_messages=log",
                        "log_min_error_statement=panic",
                        "log_checkpoints=off",
                        "log_startup_progress_interval=5s")) {
            line.add("-c");
            line.add(each);
        }
        return line;
    }

    /** Where the path is too long for a socket there is none; the server doesn't need it. */
    private String socketFolder(int port) {
        String name = sockets.resolve(".s.PGSQL." + port).toString();
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET
                ? ""
                : '"' + sockets.toString().replace("\"", "\"\"") + '"';
    }

    /** An eighth of the machine's memory, or of what the container may have. */
    static long buffers(long memory) {
        return Math.clamp(memory / SHARE_OF_MEMORY / MEGABYTE, LEAST_BUFFERS, MOST_BUFFERS);
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }
}
