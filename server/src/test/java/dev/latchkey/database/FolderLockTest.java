package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.shared.CannotStart;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database folder has one user. */
class FolderLockTest {
    @Test
    void theFolderOfARunningDatabaseIsNotTakenASecondTime(@TempDir Path folder) {
        Path data = folder.resolve("postgresql");
        try (FolderLock _ = FolderLock.take(data)) {
            assertThat(data).isDirectory();
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> FolderLock.take(data))
                    .withMessageContaining("Another Latchkey runs");
        }
        FolderLock.take(data).close();
    }
}
