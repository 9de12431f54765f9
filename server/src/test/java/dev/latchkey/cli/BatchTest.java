package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lines that can't be judged; what the core says of those that can is its own tests'. */
class BatchTest {
    @Test
    void everyBadLineIsAnsweredInItsPlaceAndStopsNoOther() throws Exception {
        List<JsonNode> answers =
                answers(
                        "{\"id\":\"a\"}\nnot json\n\n[1]\n{\"id\":7,\"response\":3}\n{\"id\":\"z\"}");

        assertThat(answers).hasSize(6);
        assertThat(answers).allMatch(a -> a.get("code").stringValue().equals("unusable_input"));
        assertThat(answers).allMatch(a -> a.get("verdict").stringValue().equals("rejected"));
        assertThat(answers.stream().map(a -> a.get("id").toString()))
                .containsExactly("\"a\"", "null", "null", "null", "7", "\"z\"");
    }

    @Test
    void answersStandInTheOrderOfTheLines() throws Exception {
        String lines =
                IntStream.range(0, 5000)
                        .mapToObj(i -> "{\"id\":" + i + "}")
                        .collect(Collectors.joining("\n"));

        assertThat(answers(lines).stream().map(a -> a.get("id").intValue()))
                .containsExactlyElementsOf(IntStream.range(0, 5000).boxed().toList());
    }

    @Test
    void anAnswerHasEveryField() throws Exception {
        assertThat(answers("{}").getFirst().propertyNames())
                .containsExactly(
                        "id",
                        "verdict",
                        "code",
                        "message",
                        "email",
                        "nameId",
                        "nameIdFormat",
                        "sessionIndex",
                        "attributes",
                        "signedBy",
                        "checks");
    }

    @Test
    void aNameGivenTwiceIsRefused() throws Exception {
        assertThat(answers("{\"id\":1,\"id\":2}").getFirst().get("id").isNull()).isTrue();
    }

    @Test
    void aMisspelledNameIsRefusedAndAForeignOneIsNot() throws Exception {
        assertThat(message("{\"requestID\":\"x\"}")).contains("requestId");
        assertThat(message("{\"certificate\":[]}")).contains("certificates");
        assertThat(message("{\"comment\":\"x\"}")).contains("spEntityId");
    }

    @Test
    void aLineThatIsTooLongIsAnsweredAndTheNextOneRead() throws Exception {
        assertThat(answers("x".repeat(Lines.LONGEST + 1) + "\n{\"id\":1}")).hasSize(2);
    }

    @Test
    void aLineThatIsTooLongIsAnsweredWithItsIdWhereverThatStands() throws Exception {
        String filler = "\"response\":\"" + "PGE+".repeat(Lines.LONGEST / 4) + "\"";
        String nested = "\"x\":{\"id\":\"no\"}";
        List<JsonNode> answers =
                answers(
                        "{\"id\":\"first\"," + filler + "}\n{" + nested + "," + filler
                                + ",\"id\":7}\n{" + filler + "}\n[\"id\"," + filler.substring(11)
                                + "]\n{\"id\":\"next\"}");
        assertThat(answers).extracting(answer -> answer.get("id").toString())
                .containsExactly("\"first\"", "7", "null", "null", "\"next\"");
        assertThat(answers.get(1).get("message").stringValue())
                .isEqualTo("The line is longer than 8 MiB.");
    }

    @Test
    void unknownPoliciesExceptionsAndTimesAreNamed() throws Exception {
        assertThat(message(known("\"signature\":\"none\""))).contains("signature");
        assertThat(message(known("\"email\":{\"nameId\":false}"))).contains("email");
        assertThat(message(known("\"email\":{\"nameId\":true,\"attribute\":\"m\"}")))
                .contains("email");
        assertThat(message(known("\"certificates\":[]"))).contains("certificates");
        assertThat(message(known("\"certificates\":[4]"))).contains("certificates[0]");
    }

    private static String known(String field) {
        return "{\"spEntityId\":\"s\",\"acsUrl\":\"a\"," + field + "}";
    }

    private static String message(String line) throws Exception {
        return answers(line).getFirst().get("message").stringValue();
    }

    private static List<JsonNode> answers(String lines) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Batch(new LineJudge(Clock.systemUTC()))
                .run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().map(Json.MAPPER::readTree).toList();
    }
}
