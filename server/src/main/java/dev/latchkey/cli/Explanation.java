package dev.latchkey.cli;

import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Inspection;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.RedirectSignature;
import dev.latchkey.saml.SignatureSight;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said of a document: what it says, who signed it, and what a connection would make of it.
 *
 * @param refused why the hardened parser does not read it; null where it does
 * @param inspection null where it was refused
 * @param signatures those in the document, and that of the query string it came in
 * @param judged null where nothing was judged
 * @param metadata what is used of it where it is an IdP's metadata
 * @param notes what to know about how it was given
 * @param missing the flags without which not everything could be checked
 */
record Explanation(
        Unwrapped document,
        @Nullable String refused,
        @Nullable Inspection inspection,
        List<SignatureSight> signatures,
        @Nullable Judged judged,
        IdpMetadata.@Nullable Reading metadata,
        List<String> missing,
        List<String> notes) {
    private static final String IN_THE_URL =
            "It came by HTTP-Redirect, where the signature is not in the message but in the URL: the parameters SigAlg"
                    + " and Signature. Give the whole URL to see who signed it.";

    private static final Set<String> METADATA = Set.of("EntityDescriptor", "EntitiesDescriptor");

    static Explanation of(Unwrapped document, GivenSettings settings) throws UnusableInput {
        return switch (Inspection.of(document.xml(), Limits.METADATA, settings.lens())) {
            case Inspection.Refused refused ->
                    new Explanation(
                            document,
                            refused.why(),
                            null,
                            List.of(),
                            null,
                            null,
                            List.of(),
                            List.of());
            case Inspection.Seen seen when !seen.inspection().isSaml() ->
                    throw new UnusableInput(
                            "It is XML, but no SAML: its root element is "
                                    + Terminal.safe(seen.inspection().kind())
                                    + " in the namespace \""
                                    + Terminal.safe(seen.inspection().namespace())
                                    + "\".");
            case Inspection.Seen seen ->
                    of(document, seen.inspection(), settings.asOf(seen.inspection().issued()));
        };
    }

    private static Explanation of(
            Unwrapped document, Inspection inspection, GivenSettings settings) {
        List<SignatureSight> signatures = new ArrayList<>();
        String query = document.query();
        SignatureSight ofQuery =
                query == null ? null : RedirectSignature.see(query, settings.lens());
        if (ofQuery != null) {
            signatures.add(ofQuery);
        }
        signatures.addAll(inspection.signatures());
        String kind = inspection.kind();
        boolean cut = document.isWithoutItsSignature();
        Judged judged =
                cut && kind.startsWith("Logout") ? null : Judged.of(document, kind, settings);
        boolean judgeable = kind.equals("Response") || kind.startsWith("Logout");
        return new Explanation(
                document,
                null,
                inspection,
                signatures,
                judged,
                METADATA.contains(kind) ? IdpMetadata.read(document.xml(), Limits.METADATA) : null,
                judged == null && judgeable
                        ? settings.missing(!kind.equals("Response"))
                        : List.of(),
                cut && judgeableByUrl(kind) ? List.of(IN_THE_URL) : List.of());
    }

    /** Whether messages of this kind come by HTTP-Redirect, and are signed beside themselves. */
    private static boolean judgeableByUrl(String kind) {
        return kind.startsWith("Logout") || kind.equals("AuthnRequest");
    }

    /** Whether somebody asked for a judgement, or the parser was asked, and the answer is no. */
    boolean wouldBeRejected() {
        return refused != null
                || (judged != null && !judged.accepted())
                || metadata instanceof IdpMetadata.Unusable;
    }
}
