package dev.latchkey.connections;

import dev.latchkey.shared.ErrorCode;
import java.util.Locale;

/** Why a connection was not made or changed. The code is stable. */
public enum ConnectionError implements ErrorCode {
    EDITION_WITHOUT_SSO(
            "Single sign-on is part of the Enterprise and Administration editions, and this organization has a different one.",
            "Change the organization's edition first. Nothing was stored."),
    ORGANIZATION_UNKNOWN("There is no such organization.", "Go back to the list and choose one."),
    CONNECTION_UNKNOWN("There is no such connection.", "Go back to the organization."),
    CHANGED_MEANWHILE(
            "Somebody else changed this connection while you were editing it.",
            "Open it again and make your change to what it is now."),
    NAME_MISSING(
            "The connection needs a name of at most 200 characters.",
            "Give it the name that the customer uses for the IdP."),
    ENTITY_ID_MISSING(
            "The IdP's entity ID is missing or longer than 1024 characters.",
            "Copy it from the IdP; it may be called Entity ID, Connection ID or External Key."),
    UNSEEN_CHARACTERS(
            "It contains a character that can't be seen.",
            "Type it again, or copy it from the IdP's metadata."),
    URL_MISSING("The sign-on URL is missing.", "Copy the SSO service URL from the IdP."),
    URL_UNREADABLE(
            "This is not an absolute web address.", "Copy the whole address, https:// included."),
    URL_TOO_LONG(
            "The address is longer than 2048 characters.",
            "Copy only the address, without anything that a session added to it."),
    URL_NOT_HTTPS(
            "The address must begin with https://. Plain http is accepted only for this computer itself (localhost).",
            "Give the IdP's https address."),
    URL_WITH_CREDENTIALS(
            "The address has a user name or password in it.",
            "Leave out everything before the @ sign."),
    URL_WITH_FRAGMENT(
            "The address has a # in it, which browsers don't send.",
            "Leave out the # and what follows it."),
    CERTIFICATE_MISSING(
            "There is no signing certificate.",
            "Paste the IdP's signing certificate; without one no message can be trusted."),
    CERTIFICATE_UNUSABLE(
            "This can't be used as a certificate.",
            "Paste the X.509 certificate in PEM form, with an RSA or EC key."),
    TOO_MANY_CERTIFICATES("There are more than 20 certificates.", "Keep the ones that still sign."),
    PRIVATE_KEY_GIVEN(
            "What you pasted is or contains a private key. It was not stored or logged, but it is no longer secret.",
            "Replace this key at the IdP, because anybody who saw it could sign in as anyone. Then paste the new certificate, which begins with BEGIN CERTIFICATE."),
    ATTRIBUTE_MISSING(
            "The name of the attribute that carries the email is missing or longer than 512 characters.",
            "Give the attribute's name as the IdP sends it, for example email."),
    CLOCK_SKEW_OUT_OF_RANGE(
            "The clock skew must be between 0 and 300 seconds.", "60 is right for most IdPs."),
    SETTING_UNKNOWN("A choice on the form is not one that we offer.", "Choose from the list."),
    CONCESSION_UNKNOWN("There is no such exception.", "Choose one from the list."),
    CONCESSION_WITHOUT_REASON(
            "An exception needs a reason of at most 500 characters.",
            "Say why the IdP can't do better yet."),
    CONCESSION_END_UNSOUND(
            "An exception must end on a day between tomorrow and two years from now.",
            "Give the day by which the IdP will be fixed."),
    METADATA_MISSING("There is no metadata.", "Choose the file or paste its content."),
    METADATA_TOO_LARGE(
            "The metadata is larger than 256 KiB.",
            "Cut out the one EntityDescriptor that you need, or fill in the fields by hand."),
    METADATA_UNUSABLE(
            "This is not metadata of a SAML identity provider.",
            "Download the IdP's metadata again, or fill in the fields by hand."),
    METADATA_OF_ANOTHER(
            "The metadata belongs to another identity provider: its entity ID differs from this connection's.",
            "If the IdP was replaced, create a new connection for it. Nothing was changed."),
    METADATA_WITHOUT_CERTIFICATE(
            "The metadata has no certificate that signatures can be verified with.",
            "Have the IdP publish one. Nothing was changed."),
    PROVIDER_UNKNOWN("The metadata has no such identity provider.", "Choose one from the list."),
    KEY_UNAVAILABLE(
            "Our private key for this connection cannot be opened, so nothing can be signed or decrypted with it.",
            "See Secret keys, and put back the key that is missing there. Whatever needs no private key still works.");

    private final String code;
    private final String meaning;
    private final String remedy;

    ConnectionError(String meaning, String remedy) {
        this.code = "connection." + name().toLowerCase(Locale.ROOT);
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
