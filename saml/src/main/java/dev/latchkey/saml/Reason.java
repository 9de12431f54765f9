package dev.latchkey.saml;

/**
 * Why something was refused. The code is stable: it is in fixtures, in docs/errors.md and on the operators' page.
 */
public enum Reason {
    MALFORMED_BASE64(
            "The message is not base64.",
            "Have the IdP send the message as base64, percent-encoded once; what was found says what is wrong with it."),
    MESSAGE_TOO_LARGE(
            "The message is larger than the limit.",
            "Have the IdP send fewer attributes, or only the groups that are assigned to this application. Or raise LATCHKEY_MESSAGE_MAX_BYTES: the bounds of texts, of what is encrypted and of the form follow it."),
    NOT_XML(
            "The message is not well-formed XML.",
            "Check what is between the IdP and us; what arrived is not XML."),
    ENCODING_UNSUPPORTED(
            "The document's encoding is not known or its bytes don't fit it.", "Send UTF-8."),
    DOCTYPE_FORBIDDEN(
            "The document has a document type declaration.", "Have it made without a DTD."),
    ENTITY_FORBIDDEN("The document refers to an entity.", "Have it made without entities."),
    PROCESSING_INSTRUCTION_FORBIDDEN(
            "The document has a processing instruction.",
            "Have it made without processing instructions."),
    NAMESPACE_UNSOUND(
            "A namespace is unbound, relative or reserved.",
            "Ask the IdP's vendor to fix its XML."),
    TOO_DEEP(
            "Elements are nested deeper than the limit.",
            "Ask the IdP's vendor to fix its XML; the limit is LATCHKEY_MESSAGE_MAX_DEPTH."),
    TOO_MANY_ELEMENTS(
            "There are more elements than the limit.",
            "Have the IdP send fewer attributes or groups, or raise LATCHKEY_MESSAGE_MAX_ELEMENTS."),
    TOO_MANY_ATTRIBUTES(
            "An element has more attributes than the limit.",
            "Ask the IdP's vendor to fix its XML; the limit is LATCHKEY_MESSAGE_MAX_ATTRIBUTES."),
    TEXT_TOO_LONG(
            "A text is longer than the limit.",
            "Have the IdP send shorter attribute values, or raise LATCHKEY_MESSAGE_MAX_TEXT_CHARS."),
    DUPLICATE_ID(
            "An ID occurs more than once.",
            "Treat it as an attack unless the IdP's vendor says otherwise."),
    NOT_A_RESPONSE(
            "The message is not a SAML 2.0 Response.",
            "Have the IdP send a Response of SAML 2.0 by HTTP-POST; SAML 1.1 and WS-Federation are different protocols."),
    MALFORMED_RESPONSE(
            "The message does not follow the schema.", "Ask the IdP's vendor to fix the message."),
    STATUS_NOT_SUCCESS(
            "The IdP says that the sign-in failed.",
            "Look at the IdP's log; its status and message are shown here. Often the user is not assigned to this application there."),
    ASSERTION_MISSING(
            "The Response has no assertion.",
            "Have the IdP issue an assertion for this application."),
    SEVERAL_ASSERTIONS("There is more than one assertion.", "Have the IdP send one assertion."),
    ASSERTION_MISPLACED(
            "An assertion is where none belongs.",
            "Treat it as an attack unless the IdP's vendor says otherwise."),
    SIGNATURE_MISPLACED(
            "A signature is where none belongs.",
            "Treat it as an attack unless the IdP's vendor says otherwise."),
    MALFORMED_ASSERTION(
            "The assertion does not follow the schema.",
            "Ask the IdP's vendor to fix the message."),
    RESPONSE_NOT_SIGNED(
            "The Response is not signed.",
            "If it has a signature, see why that one does not hold. Otherwise turn on signing of the Response at the IdP (Entra ID: Sign SAML response; Google: Signed response; Keycloak: Sign documents), or ask here for a signed assertion instead."),
    ASSERTION_NOT_SIGNED(
            "The assertion is not signed.",
            "If it has a signature, see why that one does not hold. Otherwise turn on signing of assertions at the IdP (Entra ID: Sign SAML assertion; Keycloak: Sign assertions), or ask here for a signed Response instead."),
    NOT_SIGNED(
            "Nothing that had to be signed is.",
            "Turn on signing at the IdP: of the Response or the assertion; of logout messages, if this is one."),
    SIGNATURE_MALFORMED(
            "The signature's markup does not follow XML Signature.",
            "Ask the IdP's vendor to fix it."),
    SIGNATURE_REFERENCES(
            "The signature does not have exactly one Reference.", "Have the IdP sign one element."),
    SIGNATURE_REFERENCE_URI(
            "The signature does not refer to the element that contains it.",
            "Treat it as an attack. Only where an empty URI was found, the exception empty-reference-uri is for an old IdP."),
    SIGNATURE_TRANSFORM(
            "The signature uses a transform that is not accepted.",
            "Use enveloped-signature and C14N."),
    SIGNATURE_CANONICALIZATION(
            "The signature's canonicalization is not known, or can't be made here.",
            "Use exclusive C14N at the IdP."),
    SIGNATURE_ALGORITHM(
            "The signature's algorithm is not accepted.",
            "Use RSA or ECDSA with SHA-256 at the IdP."),
    SIGNATURE_DIGEST_ALGORITHM(
            "The signature's digest is not accepted.", "Use SHA-256 at the IdP."),
    SIGNATURE_HMAC(
            "The signature is made with a shared secret.",
            "Use RSA or ECDSA with SHA-256 at the IdP."),
    SIGNATURE_SHA1(
            "The signature uses SHA-1.", "Use SHA-256 at the IdP, or allow sha1 for an old one."),
    SIGNATURE_NO_KEY(
            "No pinned certificate has a key for this signature.",
            "Add the IdP's current signing certificate."),
    SIGNATURE_WEAK_KEY(
            "The IdP's key is too weak.",
            "Use RSA of 2048 to 8192 bits at the IdP; the exception rsa1024 is for old ones."),
    SIGNATURE_INVALID(
            "No pinned certificate verifies the signature.",
            "Compare the IdP's signing certificate with the pinned ones: it may have been renewed. Take the new one from the IdP's metadata or admin, and pin it here."),
    SIGNATURE_DIGEST_MISMATCH(
            "What was signed was changed afterwards.",
            "Where the assertion is encrypted, the IdP may sign the Response first and encrypt then: have it encrypt first, or sign the assertion. Otherwise look for something between IdP and us that rewrites messages."),
    CERTIFICATE_EXPIRED(
            "The certificate that verifies has expired, and the connection refuses expired ones.",
            "Renew the IdP's signing certificate and pin the new one."),
    ENCRYPTION_REQUIRED(
            "The assertion is not encrypted.", "Turn on encryption of assertions at the IdP."),
    ENCRYPTION_NOT_EXPECTED(
            "The assertion is encrypted, and there is no key to open it.",
            "Turn off encryption at the IdP, or give it our current certificate from our metadata."),
    ENCRYPTION_ALGORITHM(
            "The encryption's algorithm is not accepted.",
            "Use AES-GCM and RSA-OAEP at the IdP, or leave encryption off. Exceptions can be made for AES-CBC (aes-cbc: Okta by default, Entra ID, AD FS) and for RSA 1.5 (rsa-1_5), and for nothing else: Triple DES stays refused."),
    DECRYPTION_FAILED(
            "What was encrypted could not be opened.",
            "Give the IdP our current encryption certificate, from our metadata. If it has that, what it encrypts is not readable SAML."),
    DESTINATION_MISSING(
            "The message has no Destination.",
            "Have the IdP set it to our ACS URL; for a logout message it is our single logout URL."),
    DESTINATION_MISMATCH(
            "The message is meant for another place.",
            "At the IdP, set the ACS URL (Okta: Single sign-on URL; Entra ID: Reply URL; Keycloak: Master SAML Processing URL), or for logout the single logout URL, to exactly the expected one."),
    ISSUER_MISSING(
            "The issuer is missing.",
            "Have the IdP name itself in its messages and its assertions."),
    ISSUER_MISMATCH(
            "The message comes from another IdP.",
            "Compare the IdP's entity ID (issuer) with the connection's, and copy it from the IdP's metadata exactly, including any slash at the end."),
    IN_RESPONSE_TO_MISSING(
            "The message does not say which request it answers.",
            "Start the sign-in here, not at the IdP; an answer to our logout must name our request."),
    IN_RESPONSE_TO_MISMATCH("The message answers another request.", "Start the sign-in again."),
    IN_RESPONSE_TO_UNEXPECTED(
            "The message answers a request, and none was made.", "Start the sign-in again."),
    SUBJECT_MISSING("The assertion has no subject.", "Have the IdP name the user."),
    SUBJECT_CONFIRMATION_MISSING(
            "There is no bearer confirmation.", "Have the IdP confirm the subject as bearer."),
    RECIPIENT_MISSING("The confirmation has no Recipient.", "Have the IdP set it to our ACS URL."),
    RECIPIENT_MISMATCH(
            "The assertion is meant for another recipient.",
            "At the IdP, set the ACS URL or recipient (Okta: Recipient URL; Entra ID: Reply URL; OneLogin: Recipient) to exactly the expected one."),
    CONFIRMATION_EXPIRY_MISSING("The confirmation has no NotOnOrAfter.", "Have the IdP set it."),
    CONFIRMATION_EXPIRED(
            "The confirmation has expired.",
            "Sign in again; compare the clocks of IdP and server."),
    CONFIRMATION_NOT_BEFORE(
            "The confirmation has a NotBefore, which a bearer's may not.", "Have the IdP drop it."),
    CONDITIONS_MISSING(
            "The assertion has no Conditions.",
            "Have the IdP restrict the audience to our entity ID."),
    CONDITION_UNKNOWN("The assertion has a condition that is not known.", "Have the IdP drop it."),
    NOT_YET_VALID(
            "A time in the message is in the future, so it is not valid yet.",
            "Compare the clocks of IdP and server; AD FS: Set-AdfsRelyingPartyTrust -NotBeforeSkew."),
    EXPIRED(
            "The message has expired.",
            "Start the sign-in again; compare the clocks of IdP and server."),
    AUDIENCE_MISSING(
            "The assertion has no audience restriction.",
            "Have the IdP name our entity ID as audience."),
    AUDIENCE_MISMATCH(
            "The assertion is meant for another audience.",
            "At the IdP, set our entity ID (Okta: Audience URI; Entra ID: Identifier; Google, JumpCloud: SP Entity ID; Keycloak: Client ID) to exactly the expected one."),
    AUTHN_STATEMENT_MISSING(
            "The assertion has no AuthnStatement.", "Have the IdP say how the user signed in."),
    SESSION_EXPIRED("The IdP's session has ended.", "Sign in at the IdP again."),
    TIME_MALFORMED(
            "A time is missing, or is not an xs:dateTime.",
            "Ask the IdP's vendor to fix the message."),
    NAME_ID_MISSING(
            "There is no NameID, or one without text.",
            "Have the IdP send one. For a sign-in, the email can be taken from an attribute instead."),
    NAME_ID_FORMAT(
            "The NameID has a format other than emailAddress.",
            "At the IdP, set the NameID format to emailAddress (Okta: Name ID format; Google: Name ID format EMAIL; Keycloak: Name ID format email), or take the email from an attribute here."),
    ATTRIBUTE_MISSING(
            "The attribute with the email is missing.",
            "Have the IdP send it, or correct its name here: what was found lists the names that came; they must match exactly."),
    ATTRIBUTE_EMPTY(
            "The attribute with the email is empty.", "Fill in the user's email at the IdP."),
    ATTRIBUTE_MULTIPLE(
            "The attribute with the email has several values.", "Have the IdP send one value."),
    EMAIL_MALFORMED(
            "What should be an email address is not one.",
            "Have the IdP send the user's email address, and nothing else, in what is named as expected: the NameID or the attribute. Or have the email read from another attribute here."),
    NOT_METADATA("The document is not SAML metadata.", "Download the IdP's metadata again."),
    METADATA_WITHOUT_IDP(
            "The metadata describes no SAML 2.0 identity provider.",
            "Take the metadata of the identity provider for SAML 2.0: neither a service provider's, nor that for SAML 1 or WS-Federation."),
    METADATA_MALFORMED(
            "The metadata does not follow the schema.", "Download the IdP's metadata again."),
    CERTIFICATE_UNREADABLE(
            "This is not an X.509 certificate.", "Give the IdP's signing certificate in PEM."),
    CERTIFICATE_KEY_UNSUPPORTED(
            "The certificate's key can't verify what we accept.", "Use RSA or ECDSA P-256."),
    NOT_A_LOGOUT_MESSAGE(
            "The message is not a logout message.", "Correct the single logout URL at the IdP."),
    PARAMETERS_AMBIGUOUS(
            "The query string has a parameter twice or spelt oddly.",
            "Have the IdP send each once.");

    private final String code;
    private final String meaning;
    private final String remedy;

    Reason(String meaning, String remedy) {
        this.code = name().toLowerCase(java.util.Locale.ROOT);
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public String code() {
        return code;
    }

    /** What happened, in one sentence for an operator or admin. */
    public String meaning() {
        return meaning;
    }

    /** What to change, and where. */
    public String remedy() {
        return remedy;
    }
}
