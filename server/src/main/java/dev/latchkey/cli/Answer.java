package dev.latchkey.cli;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object that answers one question. It has every field, always; null where there is nothing to say. */
final class Answer {
    static final String UNUSABLE_INPUT = "unusable_input";
    static final String INTERNAL_ERROR = "internal_error";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Answer() {}

    static ObjectNode of(@Nullable JsonNode id, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted -> accepted(id, accepted);
            case Verdict.Rejected rejected ->
                    answer(
                            id,
                            "rejected",
                            rejected.reason().code(),
                            sentence(rejected),
                            null,
                            rejected.checks());
        };
    }

    /** Nothing was judged. */
    static ObjectNode unusable(@Nullable JsonNode id, String code, String message) {
        return answer(id, "rejected", code, message, null, List.of());
    }

    private static ObjectNode accepted(@Nullable JsonNode id, Verdict.Accepted accepted) {
        return answer(id, "accepted", null, null, accepted.identity(), accepted.checks());
    }

    private static ObjectNode answer(
            @Nullable JsonNode id,
            String verdict,
            @Nullable String code,
            @Nullable String message,
            @Nullable Identity identity,
            List<Check> checks) {
        ObjectNode answer = NODES.objectNode();
        answer.set("id", id == null ? NODES.nullNode() : id);
        answer.put("verdict", verdict);
        answer.put("code", code);
        answer.put("message", message);
        NameId nameId = identity == null ? null : identity.nameId();
        answer.put("email", identity == null ? null : identity.email());
        answer.put("nameId", nameId == null ? null : nameId.value());
        answer.put("nameIdFormat", nameId == null ? null : format(nameId));
        answer.put("sessionIndex", identity == null ? null : identity.sessionIndex());
        answer.set("attributes", attributes(identity == null ? Map.of() : identity.attributes()));
        answer.put("signedBy", identity == null ? null : identity.signedBy());
        answer.set("checks", checks(checks));
        return answer;
    }

    /** A NameID without a Format has the unspecified one (SAML Core 2.2.2). */
    private static String format(NameId nameId) {
        String format = nameId.format();
        return format == null ? NameIdFormat.UNSPECIFIED : format;
    }

    private static String sentence(Verdict.Rejected rejected) {
        StringBuilder sentence = new StringBuilder(rejected.reason().meaning());
        if (rejected.expected() != null) {
            sentence.append(" Expected: ").append(rejected.expected()).append('.');
        }
        if (rejected.found() != null) {
            sentence.append(" Found: ").append(rejected.found()).append('.');
        }
        return sentence.toString();
    }

    private static ObjectNode attributes(Map<String, List<String>> attributes) {
        ObjectNode node = NODES.objectNode();
        attributes.forEach((name, values) -> {
            ArrayNode list = node.putArray(name);
            values.forEach(list::add);
        });
        return node;
    }

    private static ArrayNode checks(List<Check> checks) {
        ArrayNode list = NODES.arrayNode();
        for (Check check : checks) {
            list.addObject()
                    .put("check", check.check())
                    .put("passed", check.passed())
                    .put("expected", check.expected())
                    .put("found", check.found());
        }
        return list;
    }
}
