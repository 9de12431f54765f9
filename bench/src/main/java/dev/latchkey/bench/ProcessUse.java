package dev.latchkey.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process and its children use, as Linux counts it (proc(5)). */
final class ProcessUse {
    /** USER_HZ, which Linux fixes at 100 for /proc on every platform that we run on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB$");

    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private ProcessUse() {}

    /** Seconds of CPU, user and system, of the process, its living descendants and its children that ended. */
    static double cpuSeconds(ProcessHandle process) {
        return family(process).mapToDouble(ProcessUse::ownCpuSeconds).sum();
    }

    /** The proportional set size in MiB: shared pages are counted once among those who share them. */
    static double pssMebibytes(ProcessHandle process) {
        return family(process).mapToDouble(ProcessUse::ownPssMebibytes).sum();
    }

    /** The most memory that the process itself ever had at a time, in MiB. */
    static double peakMebibytes(ProcessHandle process) {
        Matcher peak = PEAK.matcher(read(process, "status"));
        return peak.find() ? Long.parseLong(peak.group(1)) / 1024.0 : 0;
    }

    private static Stream<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static double ownCpuSeconds(ProcessHandle process) {
        String stat = read(process, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        // After the name, which may have spaces, in parentheses: state is field 3, utime is field
        // 14.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double ownPssMebibytes(ProcessHandle process) {
        Matcher pss = PSS.matcher(read(process, "smaps_rollup"));
        return pss.find() ? Long.parseLong(pss.group(1)) / 1024.0 : 0;
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (java.nio.file.NoSuchFileException e) {
            return ""; // it ended meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
