package dev.latchkey.saml;

/** The bindings that a browser carries (SAML Bindings 3.4 and 3.5). */
public enum Binding {
    HTTP_REDIRECT("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"),
    HTTP_POST("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");

    private final String uri;

    Binding(String uri) {
        this.uri = uri;
    }

    public String uri() {
        return uri;
    }
}
