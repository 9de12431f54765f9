package dev.latchkey.saml;

/** The namespaces and URIs of the standards. */
final class Names {
    static final String SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol";
    static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    static final String MD = "urn:oasis:names:tc:SAML:2.0:metadata";
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    static final String ENTITY_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

    private Names() {}
}
