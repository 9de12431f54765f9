package dev.latchkey.saml;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Single logout (SAML Core 3.7, Profiles 4.4): the messages we send, and a judge for those that arrive. */
public final class Logout {
    private Logout() {}

    /** A LogoutRequest of ours; always signed. */
    public record Request(
            String id,
            Instant issueInstant,
            String destination,
            String spEntityId,
            NameId nameId,
            @Nullable String sessionIndex) {
        public String redirectUrl(@Nullable String relayState, SigningKey key) {
            return message().redirectUrl(relayState, key);
        }

        public PostForm postForm(@Nullable String relayState, SigningKey key) {
            return message().postForm(relayState, key);
        }

        private OutgoingMessage message() {
            String subject =
                    "<saml:NameID"
                            + OutgoingMessage.attribute("Format", nameId.format())
                            + OutgoingMessage.attribute("NameQualifier", nameId.nameQualifier())
                            + OutgoingMessage.attribute("SPNameQualifier", nameId.spNameQualifier())
                            + ">"
                            + OutgoingMessage.escaped(nameId.value())
                            + "</saml:NameID>";
            String index =
                    sessionIndex == null
                            ? ""
                            : "<samlp:SessionIndex>"
                                    + OutgoingMessage.escaped(sessionIndex)
                                    + "</samlp:SessionIndex>";
            String head =
                    OutgoingMessage.head(
                            "LogoutRequest", id, issueInstant, destination, "", spEntityId);
            return new OutgoingMessage(
                    id,
                    "SAMLRequest",
                    destination,
                    head,
                    subject + index + "</samlp:LogoutRequest>");
        }
    }

    /** What we answer to a LogoutRequest (SAML Core 3.2.2.2). */
    public enum Status {
        SUCCESS(code("Success", "")),
        /** The request names somebody we don't know. */
        UNKNOWN_PRINCIPAL(code("Requester", code("UnknownPrincipal", ""))),
        /** It is our fault. */
        RESPONDER(code("Responder", ""));

        private final String codes;

        Status(String codes) {
            this.codes = codes;
        }

        private static String code(String name, String within) {
            return "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:"
                    + name
                    + (within.isEmpty() ? "\"/>" : "\">" + within + "</samlp:StatusCode>");
        }
    }

    /** Our answer to the IdP's LogoutRequest; always signed. */
    public record Response(
            String id,
            Instant issueInstant,
            String destination,
            String spEntityId,
            String inResponseTo,
            Status status) {
        public String redirectUrl(@Nullable String relayState, SigningKey key) {
            return message().redirectUrl(relayState, key);
        }

        public PostForm postForm(@Nullable String relayState, SigningKey key) {
            return message().postForm(relayState, key);
        }

        private OutgoingMessage message() {
            String more = OutgoingMessage.attribute("InResponseTo", inResponseTo);
            String tail =
                    "<samlp:Status>" + status.codes + "</samlp:Status></samlp:LogoutResponse>";
            String head =
                    OutgoingMessage.head(
                            "LogoutResponse", id, issueInstant, destination, more, spEntityId);
            return new OutgoingMessage(id, "SAMLResponse", destination, head, tail);
        }
    }

    /**
     * What a logout message is checked against.
     *
     * @param sloUrl our single logout service, for Destination
     */
    public record Expectations(
            String idpEntityId,
            String spEntityId,
            String sloUrl,
            List<TrustedCertificate> certificates,
            List<DecryptionKey> decryptionKeys,
            Set<Concession> concessions,
            Duration clockSkew,
            boolean refuseExpiredCertificates,
            Limits limits) {}

    /** What came of judging a logout message. */
    public sealed interface Judgement {}

    /** The IdP asks us to end sessions: of this NameID, and only those with one of the indexes where it names any. */
    public record RequestAccepted(
            String id, NameId nameId, List<String> sessionIndexes, Instant spendUntil)
            implements Judgement {}

    /** The IdP answered our LogoutRequest. */
    public record ResponseAccepted(String inResponseTo, boolean success, @Nullable String status)
            implements Judgement {}

    public record Refused(Reason reason, @Nullable String expected, @Nullable String found)
            implements Judgement {}

    /** Judges the form field SAMLRequest or SAMLResponse of a POST: an enveloped signature is required. */
    public static Judgement judgePost(String message, Expectations expectations, Instant now) {
        return new LogoutJudge(expectations, now).post(message);
    }

    /**
     * Judges a message by HTTP-Redirect from the raw query string, so that what is verified is what arrived (SAML
     * Bindings 3.4.4.1): each parameter once, in plain names, the signature over the octets as they stand.
     */
    public static Judgement judgeRedirect(String rawQuery, Expectations expectations, Instant now) {
        return new LogoutJudge(expectations, now).redirect(rawQuery);
    }
}
