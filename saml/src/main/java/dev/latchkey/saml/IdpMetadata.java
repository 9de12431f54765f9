package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One identity provider as its metadata describes it (SAML Metadata 2.4.3). Only what Latchkey can use; what was left
 * out is in {@link #remarks}.
 *
 * @param displayName a name for people, where the metadata gives one
 * @param certificates usable for signing, in document order, each once
 * @param wantAuthnRequestsSigned whether the IdP wants our requests signed
 * @param nameIdFormats the formats it offers
 * @param attributes the attributes it announces
 * @param validUntil when the document says that it ends, null where it does not
 * @param remarks what was ignored or is odd, and why, in plain words
 */
public record IdpMetadata(
        String entityId,
        @Nullable String displayName,
        List<Endpoint> ssoServices,
        List<Endpoint> sloServices,
        List<TrustedCertificate> certificates,
        boolean wantAuthnRequestsSigned,
        List<String> nameIdFormats,
        List<AttributeHint> attributes,
        @Nullable Instant validUntil,
        List<Remark> remarks) {

    /** An endpoint with a binding that we speak. */
    public record Endpoint(Binding binding, String location, @Nullable String responseLocation) {}

    public record AttributeHint(String name, @Nullable String friendlyName) {}

    /** Something that a person should know of; the code is stable, the text is a sentence. */
    public record Remark(String code, String text) {}

    /** What came of reading a metadata document. */
    public sealed interface Reading {}

    /** The identity providers in the document; several where it is an EntitiesDescriptor, and then one is chosen. */
    public record Found(List<IdpMetadata> providers) implements Reading {}

    /** The document can't be used. */
    public record Unusable(Reason reason, @Nullable String found) implements Reading {}

    /** Without the white space that copying leaves before the document, where XML takes none. */
    private static byte[] withoutBlanks(byte[] document) {
        int start = 0;
        while (start < document.length
                && (document[start] == ' '
                        || document[start] == '\n'
                        || document[start] == '\r'
                        || document[start] == '\t')) {
            start++;
        }
        return start == 0 ? document : Arrays.copyOfRange(document, start, document.length);
    }

    /** What a browser saves where a sign-in or an error page came instead of the document. */
    private static boolean isWebPage(byte[] document) {
        String beginning =
                new String(document, 0, Math.min(document.length, 512), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        return beginning.contains("<!doctype html") || beginning.contains("<html");
    }

    /** Reads an EntityDescriptor or an EntitiesDescriptor. The document's own signature is not what trust rests on. */
    public static Reading read(byte[] document, Limits limits) {
        if (document.length > limits.messageBytes()) {
            return new Unusable(Reason.MESSAGE_TOO_LARGE, document.length + " bytes");
        }
        try {
            return new MetadataReader()
                    .read(XmlParser.parse(withoutBlanks(document), limits.bounds()).root());
        } catch (XmlRefused e) {
            return isWebPage(document)
                    ? new Unusable(Reason.NOT_METADATA, "a web page")
                    : new Unusable(Unreadable.reason(e), e.detail());
        }
    }
}
