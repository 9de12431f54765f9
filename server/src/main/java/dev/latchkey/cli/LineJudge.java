package dev.latchkey.cli;

import dev.latchkey.saml.Verdict;
import java.time.Clock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers one line of a batch, whatever it contains. May be used by several threads. */
final class LineJudge {
    private static final String TOO_LONG =
            "The line is longer than %d MiB.".formatted(Lines.LONGEST >> 20);

    private final QuestionReader reader;

    LineJudge(Clock clock) {
        reader = new QuestionReader(new KeyRing(), clock);
    }

    byte[] answer(Lines.Line line) {
        return Json.MAPPER.writeValueAsBytes(
                switch (line) {
                    case Lines.Whole(byte[] bytes) -> judge(bytes);
                    case Lines.TooLong(JsonNode id) ->
                            Answer.unusable(id, Answer.UNUSABLE_INPUT, TOO_LONG);
                });
    }

    private ObjectNode judge(byte[] line) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(withoutMark(line));
        } catch (JacksonException e) {
            return Answer.unusable(
                    null, Answer.UNUSABLE_INPUT, "The line is not JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            return Answer.unusable(null, Answer.UNUSABLE_INPUT, "The line is not one JSON object.");
        }
        return judge(json);
    }

    private ObjectNode judge(JsonNode json) {
        JsonNode id = json.get("id");
        try {
            Verdict verdict = reader.read(json).judge();
            return Answer.of(id, verdict);
        } catch (UnusableInput e) {
            return Answer.unusable(id, Answer.UNUSABLE_INPUT, e.sentence());
        } catch (RuntimeException | StackOverflowError e) {
            // A defect of ours must not take the other lines' answers with it.
            return Answer.unusable(id, Answer.INTERNAL_ERROR, "A defect in Latchkey: " + e);
        }
    }

    /** Some editors put a byte order mark before the first line. */
    private static byte[] withoutMark(byte[] line) {
        boolean marked =
                line.length >= 3
                        && line[0] == (byte) 0xEF
                        && line[1] == (byte) 0xBB
                        && line[2] == (byte) 0xBF;
        return marked ? java.util.Arrays.copyOfRange(line, 3, line.length) : line;
    }
}
