package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a web server puts aside goes with it, at the latest when the next one starts. */
class WorkFolderTest {
    @TempDir private Path parent;

    @Test
    void itGoesWithItsServer() throws Exception {
        try (WorkFolder folder = WorkFolder.in(parent)) {
            Files.writeString(folder.sub("base").resolve("upload"), "x");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void theNextStartRemovesThatOfAKilledServerAndLeavesThatOfALivingOne() throws Exception {
        Path killed = Files.createDirectory(parent.resolve("latchkey-web-1"));
        Files.createDirectory(killed.resolve("base"));
        Files.createFile(killed.resolve("lock"));
        Path justMade = Files.createDirectory(parent.resolve("latchkey-web-2"));
        Path neverLocked = Files.createDirectory(parent.resolve("latchkey-web-3"));
        Files.setLastModifiedTime(
                neverLocked, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Path others = Files.createDirectory(parent.resolve("somebody-elses"));
        try (WorkFolder living = WorkFolder.in(parent);
                WorkFolder second = WorkFolder.in(parent)) {
            assertThat(killed).doesNotExist();
            assertThat(neverLocked).doesNotExist();
            assertThat(justMade).isDirectory();
            assertThat(others).isDirectory();
            assertThat(living.sub("base")).isDirectory();
            assertThat(second.sub("base")).isDirectory();
        }
    }

    @Test
    void aLinkThatSomebodyPutThereIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createSymbolicLink(parent.resolve("latchkey-web-4"), elsewhere);
        WorkFolder.in(parent).close();
        assertThat(elsewhere).isDirectory();
    }
}
