package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The formats of the command line, with a message that is really signed. */
class JudgeTest {
    private static SignedResponse signed = new SignedResponse("", "");

    @TempDir Path folder = Path.of("");

    @BeforeAll
    static void sign() throws Exception {
        signed = SignedResponse.make();
    }

    @Test
    void acceptsTheResponseAsXmlAndAsBase64() {
        for (String response :
                new String[] {signed.xml(), "\uFEFF \n" + signed.xml(), signed.base64()}) {
            JsonNode answer = answer(question().put("response", response));
            assertThat(answer.get("verdict").stringValue())
                    .as(answer.toString())
                    .isEqualTo("accepted");
            assertThat(answer.get("code").isNull()).isTrue();
            assertThat(answer.get("email").stringValue()).isEqualTo("ada@example.com");
            assertThat(answer.get("sessionIndex").stringValue()).isEqualTo("_s");
            assertThat(answer.get("signedBy").stringValue()).hasSize(64);
            assertThat(answer.get("checks").size()).isPositive();
        }
    }

    @Test
    void rejectsWithTheCoresCodeAndSaysWhatWasFound() {
        JsonNode answer = answer(question().put("spEntityId", "https://other"));

        assertThat(answer.get("verdict").stringValue()).isEqualTo("rejected");
        assertThat(answer.get("message").stringValue()).contains("https://other", "https://sp");
        assertThat(answer.get("email").isNull()).isTrue();
        assertThat(answer.get("id").stringValue()).isEqualTo("q1");
    }

    @Test
    void namesWhatCanNotBeUsed() {
        ObjectNode broken = question();
        broken.putArray("certificates").add(signed.certificate()).add("MIIB");
        ObjectNode unknown = question();
        unknown.putArray("allow").add("md5");
        ObjectNode key = question();
        key.putArray("decryptionKeys").add("nothing");

        assertUnusable(broken, "certificates[1]");
        assertUnusable(unknown, "md5");
        assertUnusable(key, "decryptionKeys[0]");
        assertUnusable(question().put("now", "yesterday"), "now");
        assertUnusable(question().put("clockSkewSeconds", 301), "clockSkewSeconds");
        assertUnusable(question().put("clockSkewSeconds", "60"), "clockSkewSeconds");
    }

    @Test
    void theFlagsAskTheSameQuestion() throws Exception {
        Path response = Files.writeString(folder.resolve("response"), signed.base64());
        Path certificate = Files.writeString(folder.resolve("certificate"), signed.certificate());
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int status =
                    CommandLineInterface.run(
                            new String[] {
                                "saml",
                                "judge",
                                "--response",
                                response.toString(),
                                "--certificate",
                                certificate.toString(),
                                "--idp-entity-id",
                                "https://idp",
                                "--sp-entity-id",
                                "https://sp",
                                "--acs-url",
                                "https://sp/acs",
                                "--request-id",
                                "_q",
                                "--now",
                                SignedResponse.NOW.toString(),
                                "--any-name-id-format"
                            },
                            _ -> {});
            assertThat(status).isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(Json.MAPPER.readTree(out.toByteArray()).get("verdict").stringValue())
                .isEqualTo("accepted");
    }

    private static void assertUnusable(ObjectNode question, String named) {
        JsonNode answer = answer(question);
        assertThat(answer.get("code").stringValue()).isEqualTo("unusable_input");
        assertThat(answer.get("message").stringValue()).contains(named);
    }

    private static ObjectNode question() {
        ObjectNode question =
                Json.MAPPER.valueToTree(
                        Map.of(
                                "id", "q1",
                                "response", signed.base64(),
                                "idpEntityId", "https://idp",
                                "spEntityId", "https://sp",
                                "acsUrl", "https://sp/acs",
                                "requestId", "_q",
                                "now", SignedResponse.NOW.toString()));
        question.putArray("certificates").add(signed.certificate());
        return question;
    }

    private static JsonNode answer(ObjectNode question) {
        return Json.MAPPER.readTree(
                new LineJudge(Clock.systemUTC()).answer(
                                new Lines.Whole(Json.MAPPER.writeValueAsBytes(question))));
    }
}
