package dev.latchkey.directory;

import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Forgets uploaded files after their day. Every node may do it. */
@Configuration(proxyBeanMethods = false)
class ImportSweep {
    private final ImportStore store;
    private final LargeImportStore large;
    private final EmailLocks locks;

    ImportSweep(ImportStore store, LargeImportStore large, EmailLocks locks) {
        this.store = store;
        this.large = large;
        this.locks = locks;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        store.sweep();
        large.sweep();
        locks.sweep();
    }
}
