package dev.latchkey.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a mail that did not arrive, and what does not. */
class ReturnedMailTest {
    private static final String REPORT =
            """
            Content-Type: multipart/report; report-type=delivery-status; boundary="B"

            --B
            Content-Type: text/plain

            Ask somebody@acme.example.

            --B
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.vendor.example

            Final-Recipient: rfc822; gone@acme.example
            Action: ACTION
            Status: 5.1.1

            --B
            Content-Type: message/rfc822

            From: sso@vendor.example
            To: alive@acme.example

            Final-Recipient: rfc822; forged@acme.example
            Action: failed
            --B--
            """;

    private static final String HEAD =
            "From: MAILER-DAEMON@mx.acme.example\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n";

    private static Map<String, String> failed(String text) {
        return ReturnedMail.failed(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String fixture(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/bounces", name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "05-forwarded-as-attachment.eml",
                "06-qmail.eml",
                "13-action-with-comment.eml"
            })
    void aMailThatCameBackNamesWhomItDidNotReachAndNobodyElse(String name) throws IOException {
        String mail = fixture(name);
        for (String each :
                new String[] {
                    mail, mail.replace("\n", "\r\n"), "From MAILER-DAEMON now\n" + mail
                }) {
            assertThat(failed(each)).containsOnlyKeys("gone@acme.example");
            assertThat(failed(each).get("gone@acme.example")).contains("5.");
        }
    }

    @Test
    void anAbsenceNoteNamesNobody() throws IOException {
        assertThat(failed(fixture("14-auto-reply.eml"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated",
                "X-Autoreply: yes",
                "X-Autorespond: Urlaub",
                "Precedence: bulk",
                "Precedence: auto_reply",
                "Subject: Abwesenheitsnotiz",
                "Date: Sun, 29 Nov 2026 10:00:00 +0000"
            })
    void norDoesAnyOtherMailThatIsNoReport(String header) {
        String body =
                "\nIch bin weg. / Je suis absent. / \u79c1\u306f\u4f11\u6687\u4e2d\u3067\u3059\n\ndeputy@acme.example\n";
        assertThat(failed("From: gone@acme.example\n" + header + "\n" + body)).isEmpty();
        assertThat(failed(header + "\nTo: sso@vendor.example\n" + body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I am away. Ask deputy@acme.example for help.",
                "Hello,\n\nask deputy@acme.example.\n",
                "I am away until Monday.\ndeputy@acme.example\nBest regards\n",
                "Write to:\ndeputy@acme.example\nboss@acme.example\n\nThank you"
            })
    void theTextOfANoteAloneIsNoListEither(String text) {
        assertThat(failed(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@acme.example\nb@acme.example\n",
                "a@acme.example, b@acme.example",
                "a@acme.example b@acme.example",
                "email,name\n\"a@acme.example\",\"A\"\n\"b@acme.example\",\"B\"\n",
                "\uFEFFemail;name\r\na@acme.example;A\r\nb@acme.example;B",
                "A <a@acme.example>\n\"B, C\" <b@acme.example>\u00a0\n"
            })
    void aListOfAddressesIsOne(String text) {
        assertThat(failed(text)).containsOnlyKeys("a@acme.example", "b@acme.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ich bin im Urlaub. Vertretung:\nluca@acme.example",
                "Danke\nben@acme.example",
                "Hello\nx@acme.example",
                "--\nx@acme.example",
                "From my phone\nx@acme.example",
                "From x@acme.example\nluca@acme.example",
                "Mail, please\nx@acme.example",
                "Please mail\nx@acme.example",
                "Hello, mail\nx@acme.example",
                "Mail: x@acme.example",
                "E-mail:\nx@acme.example",
                "ask, x@acme.example, please",
                "x@acme.example, thank you",
                "x@acme.example\nThank you",
                "x@acme.example\n\nemail\n",
                "email\nx@acme.example\nRegards",
                "email,name\nx@acme.example,X\nRegards",
                "email;name\nx@acme.example;X\nname;y@acme.example",
                "sep=;\nHello\nx@acme.example",
                "Instead of me: Luca <x@acme.example>",
                "Urlaub, Vertretung Luca <x@acme.example>",
                "\u79c1\u306f\u4f11\u6687\u4e2d\u3067\u3059\nx@acme.example"
            })
    void norIsAShortOneWhoseFirstLineLooksLikeAHeading(String text) {
        for (String each : new String[] {text, text.replace("\n", "\r\n"), "\n\u00a0\n" + text}) {
            assertThat(failed(each)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\r\na@acme.example\r\nb@acme.example",
                "\n\"sep=;\"\na@acme.example; b@acme.example;",
                "sep=;\nName;E-Mail\n\"A; x\";a@acme.example\n\u00a0\"B\";\u00a0\"b@acme.example\"\n",
                "Address\na@acme.example\nb@acme.example\n",
                "RECIPIENT\na@acme.example, b@acme.example",
                "Mail\n\n\"a@acme.example\"\n<b@acme.example>\n;;;\n",
                "Email address,Reason\na@acme.example,\"550, gone\"\nb@acme.example,other@x.example\n",
                "\"A, x\" <a@acme.example>, B <b@acme.example>"
            })
    void aListMayHaveAWellKnownHeadingOrALineThatTellsTheSeparator(String text) {
        assertThat(failed(text)).containsOnlyKeys("a@acme.example", "b@acme.example");
        assertThat(ReturnedMail.failed(text.getBytes(StandardCharsets.UTF_16LE)))
                .containsOnlyKeys("a@acme.example", "b@acme.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "Failed", "failed (expired)", "failed; bad", "FAILED "})
    void aFailureIsOneInWhateverWay(String action) {
        assertThat(failed(HEAD + REPORT.replace("ACTION", action)))
                .containsOnlyKeys("gone@acme.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"delayed", "delivered", "relayed", "expanded", "failedover", "not failed"})
    void neitherADelayNorASuccessIs(String action) {
        assertThat(failed(HEAD + REPORT.replace("ACTION", action))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc822; gone@acme.example (Gone, User)",
                "RFC822;(a (nested \\) one)) gone@acme.example",
                "rfc822; \"gone\"@acme.example",
                "rfc822; \"g\\one\"@acme.example (\"x)",
                "rfc822; Gone <gone@acme.example>",
                "utf-8; gone@acme.example",
                "UTF-8; \\x{67}one@acme.example",
                "gone@acme.example"
            })
    void theAddressIsFoundInItsFieldHoweverItIsWritten(String recipient) {
        assertThat(
                        failed(
                                HEAD
                                        + REPORT.replace("ACTION", "failed")
                                                .replace("rfc822; gone@acme.example", recipient)))
                .containsOnlyKeys("gone@acme.example");
    }

    @Test
    void escapedLettersOutsideAsciiAreRead() {
        String report = HEAD + REPORT.replace("ACTION", "failed");
        assertThat(failed(report.replace("rfc822; gone@", "utf-8; j\\x{F6}rg@")))
                .containsOnlyKeys("j\u00f6rg@acme.example");
        assertThat(
                        failed(
                                report.replace(
                                        "Final-Recipient:",
                                        "Original-Recipient: rfc822;j+C3+B6rg@acme.example\nFinal-Recipient:")))
                .containsKeys("j\u00f6rg@acme.example", "gone@acme.example");
        assertThat(failed(report.replace("gone@", "\\x{110000}\\x{}@"))).hasSizeLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "quoted-printable", "BASE64"})
    void aStatusMayBeEncoded(String encoding) {
        String status =
                "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; gone@acme.example\nAction: failed\n";
        String body =
                encoding.startsWith("q")
                        ? status.replace("gone", "go=6Ee")
                                .replace("x\n", "x=20\n")
                                .replace("failed", "fai=\nled")
                        : Base64.getMimeEncoder()
                                .encodeToString(status.getBytes(StandardCharsets.UTF_8));
        for (String type :
                new String[] {"message/delivery-status", "message/global-delivery-status"}) {
            assertThat(failed(report(type + "\nContent-Transfer-Encoding: " + encoding, body)))
                    .containsOnlyKeys("gone@acme.example");
        }
        String inner = report("message/delivery-status", status);
        String forwarded =
                HEAD
                        + "Content-Type: multipart/mixed; boundary=F\n\n--F\nContent-Type: message/rfc822\n"
                        + "Content-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(inner.getBytes(StandardCharsets.UTF_8))
                        + "\n--F--\n";
        assertThat(failed(forwarded)).containsOnlyKeys("gone@acme.example");
    }

    private static String report(String type, String body) {
        return HEAD
                + "Content-Type: multipart/report; boundary=R\n\n--R\nContent-Type: text/plain\n\n"
                + "Final-Recipient: rfc822; forged@acme.example\nAction: failed\n\n--R\nContent-Type: "
                + type
                + "\n\n"
                + body
                + "\n--R\nContent-Type: text/plain\n\nFinal-Recipient: rfc822; ours@acme.example\nAction: failed\n--R--\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream; name=details.txt"})
    void aStatusThatLostItsTypeIsRead(String type) {
        assertThat(
                        failed(
                                report(
                                        type,
                                        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; gone@acme.example\nAction: failed\n")))
                .containsOnlyKeys("gone@acme.example");
        assertThat(failed(report("text/rfc822-headers", "To: a@acme.example\nAction: failed\n")))
                .isEmpty();
    }

    private static final String EXIM =
            """
            X-Failed-Recipients: gone@acme.example, silent@acme.example
            Auto-Submitted: auto-replied
            From: Mail Delivery System <Mailer-Daemon@mx.vendor.example>
            Subject: Mail delivery failed: returning message to sender

            This message was created automatically by mail delivery software.

            A message that you sent could not be delivered to one or more of its
            recipients. This is a permanent error. The following address(es) failed:

              gone@acme.example
                host mx.acme.example: 550 5.1.1 no such user

            ------ This is a copy of the message, including all the headers. ------

            To: silent@acme.example

              silent@acme.example
            """;

    @Test
    void eximsOwnTextIsReadWhereItSaysThatItIsForGood() {
        assertThat(failed(EXIM)).containsOnlyKeys("gone@acme.example");
        assertThat(failed(EXIM.replace("\n", "\r\n"))).containsOnlyKeys("gone@acme.example");
        assertThat(failed(EXIM.replace("This is a permanent error. The", "The"))).isEmpty();
        assertThat(failed(EXIM.replace("This message was", "Warning: delivery is delayed. This")))
                .isEmpty();
        assertThat(failed(EXIM.replace("X-Failed-Recipients", "X-Other"))).isEmpty();
        assertThat(failed(EXIM.replace("  gone@acme.example", "  Ask gone@acme.example")))
                .isEmpty();
    }

    private static String bounce(String who) {
        return HEAD + REPORT.replace("ACTION", "failed").replace("gone@", who + "@");
    }

    private static ReturnedMail.Reading read(String text) {
        return ReturnedMail.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void allMailsOfAFileAreRead() {
        String envelope = "From MAILER-DAEMON Sun Nov 29 10:00:00 2026\n";
        String note =
                "From: away@acme.example\nAuto-Submitted: auto-replied\n\ndeputy@acme.example\n";
        for (String file :
                new String[] {
                    envelope + bounce("a") + "\n" + envelope + note + "\n" + envelope + bounce("b"),
                    bounce("a") + bounce("b"),
                    bounce("a") + "\n\n" + bounce("b") + "\n" + note,
                    bounce("a") + "\n" + envelope + bounce("b"),
                    envelope + bounce("a") + bounce("b")
                }) {
            for (String each : new String[] {file, file.replace("\n", "\r\n")}) {
                assertThat(failed(each)).containsOnlyKeys("a@acme.example", "b@acme.example");
                assertThat(read(each).cut()).isFalse();
            }
        }
        String envelopes = envelope + note + "\n\nFrom: y\n\n" + envelope + bounce("a") + "\n";
        assertThat(failed(envelopes + envelope + bounce("b"))).hasSize(2);
        assertThat(failed(bounce("a").repeat(200))).hasSize(1);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            all.append(bounce("u" + i));
        }
        assertThat(failed(all.toString())).hasSize(300);
    }

    @Test
    void whereMoreMayBeInAFileThanIsReadItIsSaid() {
        String note = "From: away@acme.example\nAuto-Submitted: auto-replied\n\nAway.\n\n";
        assertThat(read(note + bounce("a")).cut()).isTrue();
        assertThat(read(note).cut()).isFalse();
        assertThat(read(EXIM).cut()).isFalse();
        assertThat(read(EXIM + "\n" + bounce("a")).cut()).isTrue();
        assertThat(read((note.replace("Away.", "") + "\n").repeat(10) + bounce("a")).cut())
                .isTrue();
        StringBuilder addresses = new StringBuilder();
        for (int i = 0; i <= ReturnedMail.MOST_ADDRESSES; i++) {
            addresses.append('u').append(i).append("@acme.example\n");
        }
        assertThat(read(addresses.toString()).cut()).isTrue();
    }

    @Test
    void aMailWithinOurOwnIsNoMailOfAFile() {
        String inside = "Hello\n\nFrom x Sun Nov 29 10:00:00 2026\n" + bounce("forged");
        String bounce =
                bounce("gone")
                        .replace(
                                "From: sso@",
                                "X: y\n\n" + inside.replace("--B", "--C") + "From: sso@");
        assertThat(failed(bounce)).containsOnlyKeys("gone@acme.example");
    }

    @Test
    void aGatewaysFooterAroundAReportIsNoMatter() {
        String wrapped =
                HEAD
                        + "Content-Type: multipart/mixed; boundary=\"G\"\n\n--G\n"
                        + REPORT.replace("ACTION", "failed")
                        + "\n--G\nContent-Type: text/plain\n\nScanned by gate@acme.example.\n--G--\n";
        assertThat(failed(wrapped)).containsOnlyKeys("gone@acme.example");
    }

    @Test
    void aReportThatWasForwardedInTheTextIsRead() {
        String forwarded =
                """
                From: colleague@vendor.example
                Subject: Fwd: Undelivered

                See below, ask colleague@vendor.example.

                > Reporting-MTA: dns; mx.vendor.example
                >
                > Final-Recipient: rfc822; gone@acme.example
                > Action: failed
                > Status: 5.1.1
                >
                > Final-Recipient: rfc822; slow@acme.example
                > Action: delayed
                """;
        assertThat(failed(forwarded)).containsOnlyKeys("gone@acme.example");
        assertThat(failed(forwarded.substring(forwarded.indexOf("> Rep"))))
                .containsOnlyKeys("gone@acme.example");
    }

    @Test
    void anAbsenceNoteToWhichABounceIsAttachedDoesNotHideIt() throws IOException {
        String mail = fixture("05-forwarded-as-attachment.eml");
        assertThat(failed("Auto-Submitted: auto-replied\n" + mail))
                .containsOnlyKeys("gone@acme.example");
    }

    @Test
    void hostileMailsEndSoon() {
        StringBuilder deep = new StringBuilder("From: x@y.example\nMIME-Version: 1.0\n");
        for (int i = 0; i < 5000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b").append(i);
            deep.append("\n\n--b").append(i).append('\n');
        }
        String nested = "Content-Type: message/rfc822\n\n".repeat(30_000);
        String wide =
                "From: x@y.example\nContent-Type: multipart/mixed; boundary=b\n\n"
                        + "--b\n\n".repeat(190_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> {
                    assertThat(failed(deep.toString())).isEmpty();
                    assertThat(failed("From: x@y.example\n" + nested)).isEmpty();
                    assertThat(failed(wide)).isEmpty();
                    assertThat(failed("From: x@y.example\n\n" + "\n ".repeat(480_000))).isEmpty();
                    assertThat(failed("From x\nTo: y\n\n".repeat(70_000))).isEmpty();
                    assertThat(failed("From x\nTo: y\n\n" + "\n\nFrom x\n".repeat(100_000)))
                            .isEmpty();
                    String empty = "To: y\nContent-Type: multipart/mixed; boundary=b\n\n\n--b--\n";
                    assertThat(failed(empty.repeat(15_000))).isEmpty();
                    assertThat(
                                    failed(
                                            "To: y\n"
                                                    + "Content-Type: multipart/x\n ".repeat(35_000)
                                                    + "\n\n"))
                            .isEmpty();
                    assertThat(failed("> ".repeat(500_000))).isEmpty();
                    assertThat(failed("<".repeat(1_000_000))).isEmpty();
                    assertThat(failed("a,".repeat(500_000))).isEmpty();
                });
    }
}
