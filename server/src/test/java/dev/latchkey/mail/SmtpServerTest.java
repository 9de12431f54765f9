package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.shared.Secret;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What LATCHKEY_SMTP_URL may say. */
class SmtpServerTest {
    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example, 587, STARTTLS",
        "smtp://mail.example:2525/, 2525, STARTTLS",
        "smtps://mail.example, 465, IMPLICIT",
        "smtp://localhost:25, 25, NONE",
        "smtp://127.0.0.2, 587, NONE",
        "smtp://mail.localhost, 587, STARTTLS",
        "smtp://mail_relay, 587, STARTTLS",
        "smtp://relay.example:25?tls=none, 25, NONE"
    })
    void encryptionIsTheRule(String url, int port, SmtpServer.Encryption encryption) {
        SmtpServer server = SmtpServer.parse(new Secret(url));
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.encryption()).isEqualTo(encryption);
        assertThat(server.properties().getProperty("mail.smtp.starttls.required", "false"))
                .isEqualTo(String.valueOf(encryption == SmtpServer.Encryption.STARTTLS));
    }

    @Test
    void aHostMayHaveAnUnderscoreAndLetters() {
        assertThat(SmtpServer.parse(new Secret("smtp://mail_relay:25?tls=none")).host())
                .isEqualTo("mail_relay");
        assertThat(SmtpServer.parse(new Secret("smtps://me:x@müller.example")).host())
                .isEqualTo("xn--mller-kva.example");
    }

    @Test
    void userAndPasswordMayHaveAnyCharacter() {
        SmtpServer server =
                SmtpServer.parse(
                        new Secret("smtp://me%40mail.example:p%3A+%2F%C3%A9@mail.example"));
        assertThat(server.user()).isEqualTo("me@mail.example");
        assertThat(Objects.requireNonNull(server.password()).reveal()).isEqualTo("p:+/é");
        assertThat(server.toString()).doesNotContain("p:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example:25",
                "http://mail.example",
                "smtp://user:hidden word@mail.example",
                "smtp://user:hidden@mail.example/path",
                "smtp://user:hidden@mail.example?tls=maybe",
                "smtps://user:hidden@mail.example?tls=none",
                "smtp://user:hidden%zz@mail.example",
                "smtp://user:hidden#x@mail.example",
                "smtp://user:hidden@mail.example#x",
                "smtp://user:hidden@mail.example:99999",
                "smtp:user"
            })
    void anythingElseIsRefusedWithoutTellingThePassword(String url) {
        assertThatThrownBy(() -> SmtpServer.parse(new Secret(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .contains("LATCHKEY_SMTP_URL")
                .doesNotContain("hidden");
    }
}
