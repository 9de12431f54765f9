package dev.latchkey.saml;

import org.jspecify.annotations.Nullable;

/**
 * A Response that has been parsed, once, and that nobody has judged yet. Nothing in it is trusted; it can name the
 * request it claims to answer, so that the caller can look that request up before asking {@link ResponseJudge}.
 */
public final class ReceivedResponse {
    ReceivedResponse() {}

    /**
     * Decodes and parses the form field {@code SAMLResponse} (SAML Bindings 3.5.4). A message that can't be read is a
     * value too: the judge rejects it with its reason.
     */
    public static ReceivedResponse decode(String samlResponse, Limits limits) {
        throw new UnsupportedOperationException();
    }

    /** Parses the XML itself. */
    public static ReceivedResponse parse(byte[] xml, Limits limits) {
        throw new UnsupportedOperationException();
    }

    /** The InResponseTo that the message claims, unverified: for a look-up and nothing else. */
    public @Nullable String claimedInResponseTo() {
        throw new UnsupportedOperationException();
    }

    /** The decoded message for the operator's record; null when the base64 was malformed. */
    public byte @Nullable [] xml() {
        throw new UnsupportedOperationException();
    }
}
