package dev.latchkey.cli;

import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code saml inspect}: what a message says, unverified. */
@Command(
        name = "inspect",
        description = {
            "Says in plain words what a SAML message or metadata tells. Verifies nothing.",
            "Takes XML, base64, deflated base64, URL-encoded, or a whole URL."
        },
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE|-", description = "The message.")
    String file = "";

    @Option(names = "--json", description = "Write one JSON object.")
    boolean json;

    @Override
    @SuppressWarnings("SystemOut") // the description is this command's result
    public Integer call() {
        try {
            byte[] given = Input.read(file, Limits.METADATA.messageBytes());
            Unwrapped unwrapped = Unwrapped.of(given, Limits.METADATA.messageBytes());
            System.out.println(json ? asJson(unwrapped) : Terminal.safe(inWords(unwrapped)));
            return 0;
        } catch (UnusableInput e) {
            throw new ParameterException(spec.commandLine(), e.sentence(), e);
        }
    }

    static String inWords(Unwrapped unwrapped) {
        List<String> lines = new ArrayList<>();
        if (!unwrapped.steps().isEmpty()) {
            lines.add("Unwrapped from: " + String.join(", ", unwrapped.steps()));
        }
        switch (Inspection.of(unwrapped.xml(), Limits.METADATA)) {
            case Inspection.Refused refused -> {
                lines.add("Latchkey does not read this document. " + refused.why());
                lines.add("");
                lines.add(new String(unwrapped.xml(), StandardCharsets.UTF_8));
            }
            case Inspection.Seen seen -> describe(seen.inspection(), lines);
        }
        return String.join("\n", lines);
    }

    private static void describe(Inspection seen, List<String> lines) {
        lines.add("A " + seen.kind() + ". Nothing below has been verified.");
        for (Inspection.Fact fact : seen.facts()) {
            lines.add("  " + fact.name() + ": " + fact.value());
        }
        lines.add("");
        lines.add(seen.oddities().isEmpty() ? "Nothing odd was found." : "Odd:");
        seen.oddities().forEach(oddity -> lines.add("  - " + oddity));
        lines.add("");
        lines.add(seen.indented().stripTrailing());
    }

    static String asJson(Unwrapped unwrapped) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        strings(answer.putArray("unwrapped"), unwrapped.steps());
        switch (Inspection.of(unwrapped.xml(), Limits.METADATA)) {
            case Inspection.Refused refused -> answer.put("refused", refused.why());
            case Inspection.Seen seen -> describe(seen.inspection(), answer);
        }
        return Json.MAPPER.writeValueAsString(answer);
    }

    private static void describe(Inspection seen, ObjectNode answer) {
        answer.put("kind", seen.kind());
        ArrayNode facts = answer.putArray("facts");
        for (Inspection.Fact fact : seen.facts()) {
            facts.addObject().put("name", fact.name()).put("value", fact.value());
        }
        strings(answer.putArray("oddities"), seen.oddities());
        answer.put("xml", seen.indented());
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
