package dev.latchkey.saml;

/** NameID formats by their URIs (SAML Core 8.3). */
public final class NameIdFormat {
    public static final String EMAIL_ADDRESS =
            "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    public static final String UNSPECIFIED =
            "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    public static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    public static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

    private NameIdFormat() {}
}
