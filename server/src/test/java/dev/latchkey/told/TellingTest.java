package dev.latchkey.told;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.testing.OurClasses;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TellingTest {
    @Test
    void ofEveryActionItIsDecidedWhetherSomebodyIsTold() {
        TreeSet<String> decided = new TreeSet<>(Telling.TOLD);
        decided.addAll(Telling.SILENT);
        assertThat(decided)
                .as("an action that opens, changes or closes somebody's way in is told")
                .isEqualTo(new TreeSet<>(actions()));
        assertThat(Telling.TOLD).doesNotContainAnyElementsOf(Telling.SILENT);
    }

    private static Set<String> actions() {
        return OurClasses.ALL.stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(AuditAction.class))
                .map(JavaClass::reflect)
                .flatMap(type -> Stream.of(type.getEnumConstants()))
                .map(action -> ((AuditAction) action).code())
                .collect(Collectors.toSet());
    }
}
