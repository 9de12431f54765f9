package dev.latchkey.told;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.ActionWords;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TellingTest {
    @Test
    void ofEveryActionItIsDecidedWhetherSomebodyIsTold() {
        TreeSet<String> decided = new TreeSet<>(Telling.TOLD);
        decided.addAll(Telling.SILENT);
        assertThat(decided)
                .as("an action that opens, changes or closes somebody's way in is told")
                .isEqualTo(new TreeSet<>(ActionWords.actions()));
        assertThat(Telling.TOLD).doesNotContainAnyElementsOf(Telling.SILENT);
    }
}
