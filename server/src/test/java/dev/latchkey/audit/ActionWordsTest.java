package dev.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ActionWordsTest {
    /** Actions stand in calls of {@code record}, of the audit's or of a method that leads there. */
    private static final Pattern RECORDED =
            Pattern.compile("\\b(?:audit\\.record(?:All)?|record|settle)\\(([^;]*);");

    private static final Pattern NAME = Pattern.compile("\"([a-z_]+\\.[a-z_]*[a-z])\"");

    @Test
    void everyActionThatIsRecordedHasItsWords() throws IOException {
        Set<String> actions = new TreeSet<>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher call = RECORDED.matcher(Files.readString(file));
                while (call.find()) {
                    NAME.matcher(call.group(1))
                            .results()
                            .forEach(name -> actions.add(name.group(1)));
                }
            }
        }
        assertThat(actions).hasSizeGreaterThan(60).contains("cohort.enforced", "login.password");
        assertThat(actions)
                .allSatisfy(
                        action -> assertThat(ActionWords.of(action)).doesNotContain(":", action));
    }

    @Test
    void whatHasNoWordsIsStillReadable() {
        assertThat(ActionWords.of("door.left_open")).isEqualTo("door: left open");
        assertThat(ActionWords.name("passwordSessions")).isEqualTo("password sessions");
        assertThat(ActionWords.text(List.of(Map.of("email", "ann@acme.example"), true)))
                .isEqualTo("email ann@acme.example, yes");
    }
}
