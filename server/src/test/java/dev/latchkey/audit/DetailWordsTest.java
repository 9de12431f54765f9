package dev.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetailWordsTest {
    @Test
    void detailsReadAsPeopleWriteThem() {
        assertThat(DetailWords.name("passwordSessions")).isEqualTo("password sessions");
        assertThat(DetailWords.text(List.of(Map.of("email", "ann@acme.example"), true)))
                .isEqualTo("email ann@acme.example, yes");
    }

    @Test
    void anActionOfAnotherVersionIsStillReadable() {
        assertThat(new ActionCatalogue(List.of()).words("door.left_open"))
                .isEqualTo("door: left open");
    }
}
