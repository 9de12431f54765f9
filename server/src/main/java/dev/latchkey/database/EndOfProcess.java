package dev.latchkey.database;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** Ends this process when it can no longer do its work, so that whatever keeps it running restarts it. */
final class EndOfProcess {
    private static final Logger LOG = LoggerFactory.getLogger(EndOfProcess.class);
    private static final int STATUS = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private EndOfProcess() {}

    /** Closes what can be closed, for a short while, and says why in the last line. */
    static void because(String reason) {
        LOG.error("{} Latchkey ends.", reason);
        SpringApplication.getShutdownHandlers().add(() -> say(reason));
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    sleep();
                    say(reason);
                    Runtime.getRuntime().halt(STATUS);
                });
        Thread.ofPlatform().start(() -> System.exit(STATUS));
    }

    @SuppressWarnings("SystemOut") // for the person at the terminal, when the log has ended
    private static void say(String reason) {
        System.err.println("\n  Latchkey ended. " + reason + "\n");
    }

    private static void sleep() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
