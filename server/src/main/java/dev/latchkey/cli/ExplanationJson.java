package dev.latchkey.cli;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.SignatureSight;
import dev.latchkey.saml.TrustedCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An explanation for a machine. It has every field of docs/saml-inspect.md, always; null where there is nothing to say. */
final class ExplanationJson {
    private ExplanationJson() {}

    static ObjectNode of(Explanation explanation) {
        Inspection inspection = explanation.inspection();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        strings(answer.putArray("unwrapped"), explanation.document().steps());
        answer.put("refused", explanation.refused());
        answer.put("kind", inspection == null ? null : inspection.kind());
        judgement(explanation, answer);
        strings(answer.putArray("missing"), explanation.missing());
        ArrayNode signatures = answer.putArray("signatures");
        explanation.signatures().forEach(sight -> signature(sight, signatures.addObject()));
        ArrayNode facts = answer.putArray("facts");
        ArrayNode oddities = answer.putArray("oddities");
        ArrayNode opened = answer.putArray("opened");
        if (inspection != null) {
            inspection
                    .facts()
                    .forEach(fact ->
                            facts.addObject().put("name", fact.name()).put("value", fact.value()));
            strings(oddities, inspection.oddities());
            strings(opened, inspection.opened());
        }
        metadata(explanation.metadata(), answer);
        return answer.put("xml", inspection == null ? null : inspection.indented());
    }

    private static void judgement(Explanation explanation, ObjectNode answer) {
        Judged judged = explanation.judged();
        Reason reason = judged == null ? null : judged.reason();
        answer.put("verdict", judged == null ? null : judged.accepted() ? "accepted" : "rejected");
        answer.put("who", judged == null ? null : judged.who());
        reason(reason, answer);
        answer.put("expected", judged == null ? null : judged.expected());
        answer.put("found", judged == null ? null : judged.found());
        ArrayNode notes = answer.putArray("notes");
        strings(notes, explanation.notes());
        strings(notes, judged == null ? List.of() : judged.notes());
        ArrayNode checks = answer.putArray("checks");
        for (Check check : judged == null ? List.<Check>of() : judged.checks()) {
            ObjectNode json = checks.addObject();
            json.put("check", check.check()).put("passed", check.passed());
            json.put("expected", check.expected()).put("found", check.found());
            reason(check.reason(), json);
        }
    }

    private static void reason(@Nullable Reason reason, ObjectNode json) {
        json.put("code", reason == null ? null : reason.code());
        json.put("message", reason == null ? null : reason.meaning());
        json.put("remedy", reason == null ? null : reason.remedy());
    }

    private static void signature(SignatureSight sight, ObjectNode json) {
        json.put("element", sight.element());
        json.put("reference", sight.reference());
        json.put("coversItsElement", sight.coversItsElement());
        json.put("method", sight.method());
        json.put("digest", sight.digest());
        json.put("canonicalization", sight.canonicalization());
        certificate(sight.verifiedBy(), "verifiedBy", json);
        reason(sight.problem(), json);
        json.put("expected", sight.expected());
        json.put("found", sight.found());
        certificate(sight.carried(), "keyInfoNotTrusted", json);
        json.put("keyInfoIsPinned", sight.carriedIsPinned());
    }

    private static void certificate(
            @Nullable TrustedCertificate certificate, String field, ObjectNode json) {
        if (certificate == null) {
            json.putNull(field);
        } else {
            describe(certificate, json.putObject(field));
        }
    }

    private static void describe(TrustedCertificate certificate, ObjectNode json) {
        json.put("sha256", certificate.sha256());
        json.put("subject", certificate.certificate().getSubjectX500Principal().getName());
        json.put("notBefore", certificate.notBefore().toString());
        json.put("notAfter", certificate.notAfter().toString());
    }

    private static void metadata(IdpMetadata.@Nullable Reading reading, ObjectNode answer) {
        if (!(reading instanceof IdpMetadata.Found found)) {
            answer.putNull("providers");
            return;
        }
        ArrayNode providers = answer.putArray("providers");
        for (IdpMetadata idp : found.providers()) {
            ObjectNode json = providers.addObject();
            json.put("entityId", idp.entityId()).put("displayName", idp.displayName());
            endpoints(idp.ssoServices(), json.putArray("sso"));
            endpoints(idp.sloServices(), json.putArray("slo"));
            ArrayNode certificates = json.putArray("certificates");
            idp.certificates().forEach(each -> describe(each, certificates.addObject()));
            strings(json.putArray("nameIdFormats"), idp.nameIdFormats());
            ArrayNode remarks = json.putArray("remarks");
            for (IdpMetadata.Remark remark : idp.remarks()) {
                remarks.addObject().put("code", remark.code()).put("text", remark.text());
            }
        }
    }

    private static void endpoints(List<IdpMetadata.Endpoint> endpoints, ArrayNode into) {
        for (IdpMetadata.Endpoint endpoint : endpoints) {
            into.addObject()
                    .put("binding", endpoint.binding().name())
                    .put("location", endpoint.location())
                    .put("responseLocation", endpoint.responseLocation());
        }
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
