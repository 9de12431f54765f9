package dev.latchkey.saml;

import dev.latchkey.saml.signature.Base64Text;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import org.jspecify.annotations.Nullable;

/**
 * A Response that has been parsed, once, and that nobody has judged yet. Nothing in it is trusted; it can name the
 * request it claims to answer, so that the caller can look that request up before asking {@link ResponseJudge}.
 */
public final class ReceivedResponse {
    private final byte @Nullable [] xml;
    private final @Nullable XmlDocument document;
    private final @Nullable Reason unreadable;
    private final @Nullable String detail;

    private ReceivedResponse(
            byte @Nullable [] xml,
            @Nullable XmlDocument document,
            @Nullable Reason unreadable,
            @Nullable String detail) {
        this.xml = xml;
        this.document = document;
        this.unreadable = unreadable;
        this.detail = detail;
    }

    /**
     * Decodes and parses the form field {@code SAMLResponse} (SAML Bindings 3.5.4). A message that can't be read is a
     * value too: the judge rejects it with its reason.
     */
    public static ReceivedResponse decode(String samlResponse, Limits limits) {
        if (samlResponse.length() > limits.base64Chars()) {
            return tooLarge(samlResponse.length() + " characters of base64", limits);
        }
        byte[] xml = Base64Text.decode(samlResponse);
        if (xml == null || xml.length == 0) {
            return new ReceivedResponse(
                    null, null, Reason.MALFORMED_BASE64, Transfer.fault(samlResponse, false));
        }
        ReceivedResponse received = parse(xml, limits);
        boolean unreadable = received.document == null && received.xml != null;
        return unreadable && Transfer.lostPlusSigns(samlResponse, false)
                ? new ReceivedResponse(xml, null, Reason.MALFORMED_BASE64, Transfer.LOST_PLUS_SIGNS)
                : received;
    }

    private static ReceivedResponse tooLarge(String found, Limits limits) {
        return new ReceivedResponse(
                null, null, Reason.MESSAGE_TOO_LARGE, found + ", of " + limits.size());
    }

    /** Parses the XML itself. */
    public static ReceivedResponse parse(byte[] xml, Limits limits) {
        if (xml.length > limits.encryptedBytes()) {
            return tooLarge(xml.length + " bytes", limits);
        }
        try {
            XmlDocument document = XmlParser.parse(xml, limits.bounds());
            return xml.length > limits.messageBytes() && !isEncrypted(document)
                    ? tooLarge(xml.length + " bytes", limits)
                    : new ReceivedResponse(xml, document, null, null);
        } catch (XmlRefused e) {
            return new ReceivedResponse(xml, null, Unreadable.reason(e), e.detail());
        }
    }

    private static boolean isEncrypted(XmlDocument document) {
        return !document.root().elements(Names.SAML, "EncryptedAssertion").isEmpty();
    }

    /** The request that the message claims to answer, unverified: for a look-up and nothing else. */
    public @Nullable String claimedInResponseTo() {
        return document == null ? null : InResponseToCheck.named(document.root());
    }

    /** The decoded message for the operator's record; null when the base64 was malformed or too long. */
    public byte @Nullable [] xml() {
        return xml == null ? null : xml.clone();
    }

    @Nullable XmlDocument document() {
        return document;
    }

    @Nullable Reason unreadable() {
        return unreadable;
    }

    @Nullable String detail() {
        return detail;
    }
}
