package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The settings that bound a message. */
class MessageLimitsTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(ConnectionsConfiguration.class);

    @Test
    void withoutSettingsTheyAreTheCores() {
        runner.run(context ->
                assertThat(context.getBean(MessageLimits.class).limits())
                        .isEqualTo(Limits.MESSAGE));
    }

    @Test
    void eachCanBeSet() {
        runner.withPropertyValues(
                        "latchkey.message.max-bytes=1024",
                        "latchkey.message.max-depth=16",
                        "latchkey.message.max-attributes=8",
                        "latchkey.message.max-elements=100",
                        "latchkey.message.max-text-chars=2000")
                .run(context ->
                        assertThat(context.getBean(MessageLimits.class).limits())
                                .isEqualTo(new Limits(1024, 16, 8, 100, 2000)));
    }

    @Test
    void theOthersFollowTheSize() {
        runner.withPropertyValues(
                        "latchkey.message.max-bytes=1048576",
                        "latchkey.message.max-elements=",
                        "latchkey.message.max-text-chars=")
                .run(context ->
                        assertThat(context.getBean(MessageLimits.class).limits())
                                .isEqualTo(Limits.ofMessage(1024 * 1024)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-bytes, 2097153, LATCHKEY_MESSAGE_MAX_BYTES",
        "max-depth, 257, LATCHKEY_MESSAGE_MAX_DEPTH",
        "max-elements, 0, LATCHKEY_MESSAGE_MAX_ELEMENTS",
        "max-text-chars, 1023, LATCHKEY_MESSAGE_MAX_TEXT_CHARS"
    })
    void anUnsoundOneKeepsTheServerFromStartingAndIsNamed(
            String setting, String value, String named) {
        runner.withPropertyValues("latchkey.message." + setting + "=" + value)
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining(named));
    }
}
