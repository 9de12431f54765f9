package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the embedded PostgreSQL is told at each start. */
class EmbeddedSettingsTest {
    @Test
    void aSocketWhosePathIsTooLongForTheSystemIsLeftOut() {
        Path deep = Path.of("/srv/" + "ä".repeat(45));
        assertThat(new EmbeddedSettings(deep, deep.resolve("s")).arguments(5432))
                .contains("unix_socket_directories=");
        Path near = Path.of("/srv/a, b");
        assertThat(new EmbeddedSettings(near, near.resolve("s")).arguments(5432))
                .contains("unix_socket_directories=\"/srv/a, b/s\"");
    }

    @Test
    void itsMemoryIsAnEighthOfTheMachinesWithinBounds() {
        assertThat(EmbeddedSettings.buffers(256L << 20)).isEqualTo(128);
        assertThat(EmbeddedSettings.buffers(4L << 30)).isEqualTo(512);
        assertThat(EmbeddedSettings.buffers(64L << 30)).isEqualTo(1024);
    }
}
