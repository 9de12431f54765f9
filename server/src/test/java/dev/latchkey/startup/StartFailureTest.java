package dev.latchkey.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.CannotStart;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;

/** A failed start ends in two plain lines. */
class StartFailureTest {
    private final StartFailure failures = new StartFailure();

    @Test
    void aReasonOfOurOwnIsSaidWithWhatToDo() {
        String text = text(new CannotStart("The disk is full.", "Make room.", null));
        assertThat(text).isEqualTo("\n  Latchkey can't start. The disk is full.\n  Make room.\n");
    }

    @Test
    void aPortThatIsTakenInTheLastMomentIsSaidTheSameWay() {
        assertThat(text(new PortInUseException(8080)))
                .contains("Port 8080 is not free", "LATCHKEY_PORT=8081");
    }

    @Test
    void aDatabaseThatCantBeReachedIsSaidWithThePlainCause() {
        assertThat(text(new SQLException("Connection refused", "08001")))
                .contains("The database can't be reached.", "LATCHKEY_DATABASE_URL")
                .endsWith("(Connection refused)\n");
    }

    @Test
    void aSettingThatCantBeUsedIsNamed() {
        assertThat(text(new IllegalArgumentException("LATCHKEY_SECRET_KEYS must be id:base64")))
                .contains("A setting can't be used.", "LATCHKEY_SECRET_KEYS must be id:base64.");
    }

    @Test
    void whatNobodyCanHelpIsLeftToTheLog() {
        assertThat(failures.analyze(new IllegalStateException("a bug"))).isNull();
        assertThat(failures.analyze(new SQLException("a bug in a query", "42601"))).isNull();
    }

    private String text(Throwable cause) {
        FailureAnalysis analysis =
                failures.analyze(new IllegalStateException("creating a bean", cause));
        return PlainReport.text(Objects.requireNonNull(analysis));
    }
}
