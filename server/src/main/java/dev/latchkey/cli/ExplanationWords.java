package dev.latchkey.cli;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.SignatureSight;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An explanation for a person. What comes out must still pass {@link Terminal}. */
final class ExplanationWords {
    private final List<String> lines = new ArrayList<>();

    private ExplanationWords() {}

    static String of(Explanation explanation, Instant now) {
        ExplanationWords words = new ExplanationWords();
        words.write(explanation, now);
        return String.join("\n", words.lines);
    }

    private void write(Explanation explanation, Instant now) {
        if (!explanation.document().steps().isEmpty()) {
            lines.add("Unwrapped from: " + String.join(", ", explanation.document().steps()));
        }
        Inspection inspection = explanation.inspection();
        if (inspection == null) {
            lines.add("Latchkey does not read this document. " + explanation.refused());
            lines.add("");
            lines.add(new String(explanation.document().xml(), StandardCharsets.UTF_8));
            return;
        }
        boolean vowel = "AEIOUaeiou".indexOf(inspection.kind().charAt(0)) >= 0;
        lines.add((vowel ? "An " : "A ") + inspection.kind() + ".");
        explanation.notes().forEach(note -> lines.add("Note: " + note));
        judgement(explanation);
        signatures(explanation);
        metadata(explanation, now);
        heading("What it says");
        inspection.facts().forEach(fact -> lines.add("  " + fact.name() + ": " + fact.value()));
        oddities(inspection.oddities());
        heading("The document, indented");
        lines.add(inspection.indented().stripTrailing());
        for (String opened : inspection.opened()) {
            heading("What was encrypted in it, indented");
            lines.add(opened.stripTrailing());
        }
    }

    private void heading(String text) {
        lines.add("");
        lines.add(text);
    }

    private void judgement(Explanation explanation) {
        Judged judged = explanation.judged();
        if (judged == null) {
            lines.add("It was not checked against a connection's settings.");
            if (!explanation.missing().isEmpty()) {
                lines.add("For that, give also " + String.join(", ", explanation.missing()) + ".");
            }
            return;
        }
        Reason reason = judged.reason();
        lines.add(
                reason == null
                        ? "ACCEPTED: " + judged.who()
                        : "REJECTED (" + reason.code() + "): " + reason.meaning());
        if (reason != null) {
            told("  Expected: ", judged.expected());
            told("  Found:    ", judged.found());
            lines.add("  To do:    " + reason.remedy());
        }
        judged.notes().forEach(note -> lines.add("  Note: " + note));
        checks(judged.checks());
    }

    private void checks(List<Check> checks) {
        if (checks.isEmpty()) {
            return;
        }
        heading("Every check");
        for (Check check : checks) {
            lines.add("  " + (check.passed() ? "ok      " : "FAILED  ") + check.check());
            told("            expected: ", check.expected());
            told("            found:    ", check.found());
            Reason reason = check.reason();
            if (reason != null) {
                lines.add("            to do:    " + reason.remedy());
            }
        }
    }

    private void told(String label, @Nullable String text) {
        lines.add(label + (text == null || text.isEmpty() ? "–" : text));
    }

    private void signatures(Explanation explanation) {
        List<SignatureSight> signatures = explanation.signatures();
        if (signatures.isEmpty() && !explanation.notes().isEmpty()) {
            return;
        }
        heading(signatures.isEmpty() ? "Nothing is signed in the clear." : "Who signed what");
        for (SignatureSight sight : signatures) {
            List<String> sentences = sight.sentences();
            lines.add("  - " + sentences.getFirst());
            sentences.stream().skip(1).forEach(sentence -> lines.add("    " + sentence));
        }
    }

    private void metadata(Explanation explanation, Instant now) {
        IdpMetadata.Reading metadata = explanation.metadata();
        if (metadata != null) {
            heading("What is used of it");
            MetadataCommand.describe(metadata, now).forEach(line -> lines.add("  " + line));
        }
    }

    private void oddities(List<String> oddities) {
        heading(oddities.isEmpty() ? "Nothing odd was found." : "Odd");
        oddities.forEach(oddity -> lines.add("  - " + oddity));
    }
}
