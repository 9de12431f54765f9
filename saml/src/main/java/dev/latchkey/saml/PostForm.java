package dev.latchkey.saml;

import org.jspecify.annotations.Nullable;

/**
 * A form that carries a SAML message through the browser (SAML Bindings 3.5.4).
 *
 * @param action where it goes
 * @param field {@code SAMLRequest} or {@code SAMLResponse}
 * @param message the message in base64
 */
public record PostForm(String action, String field, String message, @Nullable String relayState) {}
