package dev.latchkey.imports;

import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Forgets uploaded files after their day. Every node may do it. */
@Configuration(proxyBeanMethods = false)
class ImportSweep {
    private final ImportStore store;
    private final LargeImportStore large;

    ImportSweep(ImportStore store, LargeImportStore large) {
        this.store = store;
        this.large = large;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        store.sweep();
        large.sweep();
    }
}
