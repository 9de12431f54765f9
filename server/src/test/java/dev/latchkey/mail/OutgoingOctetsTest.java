package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The octets that go over the line to the mail server. */
class OutgoingOctetsTest {
    private static Sink sink;

    @BeforeAll
    static void listen() throws IOException {
        sink = new Sink();
    }

    @AfterAll
    static void close() throws IOException {
        sink.close();
    }

    @BeforeEach
    void forget() {
        sink.forget();
    }

    private static SmtpLines lines(String baseUrl, String from) {
        return new SmtpLines(
                new LatchkeySettings(
                        URI.create(baseUrl),
                        Path.of("unused"),
                        null,
                        new Secret("smtp://127.0.0.1:" + sink.port() + "?tls=none"),
                        from,
                        1000));
    }

    private static Delivery send(String to, String subject) throws MailServerAway {
        return send(lines("https://sso.example.com", "sso@vendor.example"), to, subject);
    }

    private static Delivery send(SmtpLines lines, String to, String subject) throws MailServerAway {
        try (MailLine line = lines.open()) {
            return line.send(new EmailAddress(to), subject, "Text: ž\n");
        }
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "pat@škoda.example, pat@xn--koda-f6a.example",
        "pat@MÜLLER.example, pat@xn--mller-kva.example",
        "pat@XN--MLLER-KVA.example, pat@xn--mller-kva.example",
        "pat@straße.example, pat@xn--strae-oqa.example",
        "pat@例え。テスト, pat@xn--r8jz45g.xn--zckzah",
        "pat@müller。example, pat@xn--mller-kva.example",
        "Pat@Acme.Example, Pat@acme.example"
    })
    void aDomainGoesAsItsALabels(String stored, String sent) throws MailServerAway {
        assertThat(send(stored, "Subject")).isInstanceOf(Delivery.Sent.class);
        assertThat(sink.commands("RCPT TO:")).containsExactly("RCPT TO:<" + sent + ">");
        assertThat(sink.taken.getFirst().text()).contains("To: " + sent + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "иван@пример.рф",
                "šarka.nová@acme.example",
                "pavel.černý@acme.example",
                "上海@acme.example",
                "aоРNOTIFY=NEVER@x.example",
                "a\u013e\u0120b@x.example"
            })
    void lettersBeforeTheAtSignAreRefusedBeforeAByteIsWrittenWhereTheServerDoesNotTakeThem(
            String address) throws MailServerAway {
        assertThat(send(address, "Subject"))
                .isEqualTo(new Delivery.Unwritable(SmtpLine.NEEDS_SMTPUTF8));
        assertThat(sink.heard).allMatch(said -> said.startsWith("EHLO") || said.equals("QUIT"));
        assertThat(sink.taken).isEmpty();
    }

    @Test
    void lettersBeforeTheAtSignGoAsUtf8WhereTheServerTakesThem() throws MailServerAway {
        sink.smtpUtf8 = true;
        assertThat(send("иван@пример.рф", "Subject")).isInstanceOf(Delivery.Sent.class);
        assertThat(sink.commands("MAIL FROM:"))
                .containsExactly("MAIL FROM:<sso@vendor.example> SMTPUTF8");
        assertThat(sink.commands("RCPT TO:"))
                .containsExactly("RCPT TO:<" + octets("иван") + "@xn--e1afmkfd.xn--p1ai>");
        assertThat(sink.taken.getFirst().text())
                .contains("To: " + octets("иван") + "@xn--e1afmkfd.xn--p1ai\n");
    }

    @Test
    void whatNeedsNoSmtpUtf8DoesNotAskForIt() throws MailServerAway {
        sink.smtpUtf8 = true;
        send("pat@müller.example", "Grüße");
        assertThat(sink.commands("MAIL FROM:")).containsExactly("MAIL FROM:<sso@vendor.example>");
        assertThat(sink.taken.getFirst().text().chars()).allMatch(c -> c < 0x80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pat@acme_corp.example",
                "pat@acme\u3002example",
                "pat@\u212aelvin.example",
                "pat@-acme.example",
                "pat@acme..example",
                "pat@acme.example.",
                "pat@192.0.2.1",
                "pat@[192.0.2.1]",
                "pat@xn--a.example",
                "pat@xn--mller-9999999.example",
                "pat@a\u0301\u200d.example",
                "pat@acme\uff20evil.example",
                "pat@\u2105.example",
                ".pat@acme.example",
                "pa..t@acme.example",
                "pat(comment)@acme.example",
                "pat:x@acme.example",
                "pat\\x@acme.example"
            })
    void whatIsNoAddressForMailGetsNone(String address) throws MailServerAway {
        sink.smtpUtf8 = true;
        EmailAddress.parse(address)
                .ifPresent(known -> assertThat(OutgoingAddress.of(known)).isEmpty());
        if (EmailAddress.parse(address).isPresent()) {
            assertThat(send(address, "Subject"))
                    .isEqualTo(new Delivery.Unwritable(SmtpLine.UNWRITABLE));
        }
        assertThat(sink.commands("MAIL")).isEmpty();
    }

    @Test
    void aSubjectIsOneHeaderInAscii() throws MailServerAway {
        send("pat@acme.example", "Grüße 上\r\nBcc: evil@example.com \u2028 end");
        String text = sink.taken.getFirst().text();
        assertThat(text.lines().filter(line -> line.startsWith("Bcc"))).isEmpty();
        assertThat(text.chars()).allMatch(c -> c < 0x80);
    }

    @Test
    void theSendersNameAndDomainAndTheMessageIdGoInAscii() throws MailServerAway {
        SmtpLines lines =
                lines(
                        "https://sso.example.com:8443",
                        "\"Müller & Söhne, Support\" <sso@müller.example>");
        assertThat(send(lines, "pat@acme.example", "Subject")).isInstanceOf(Delivery.Sent.class);
        String text = sink.taken.getFirst().text();
        assertThat(sink.commands("MAIL FROM:"))
                .containsExactly("MAIL FROM:<sso@xn--mller-kva.example>");
        assertThat(text)
                .contains("<sso@xn--mller-kva.example>")
                .containsPattern("From: =\\?UTF-8\\?");
        assertThat(text).containsPattern("Message-ID: <[0-9a-f-]{36}@sso\\.example\\.com>\n");
        assertThat(text.chars()).allMatch(c -> c < 0x80);
        assertThat(sink.commands("EHLO")).allMatch(said -> said.matches("EHLO [a-z0-9.-]+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Müller & Söhne GmbH, Support <sso@vendor.example>",
                "",
                "nobody",
                "a@b.example, c@d.example",
                "Group: a@b.example;",
                "jörg@vendor.example",
                "sso@vendor_x.example",
                "sso@vendor.example (comment",
                "<sso@vendor.example"
            })
    void aSenderThatIsNotOneAddressIsToldAtTheStart(String from) {
        assertThatThrownBy(() -> lines("https://sso.example.com", from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("LATCHKEY_MAIL_FROM must be one address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latchkey@localhost",
                "sso@vendor.example",
                "Sign-in <sso@vendor.example>",
                "Müller GmbH <sso@vendor.example>",
                "\"Müller & Söhne GmbH, Support\" <sso@müller.example>"
            })
    void aSenderThatIsOneAddressStarts(String from) {
        assertThat(List.of(lines("https://sso.example.com", from))).hasSize(1);
    }
}
