package dev.latchkey.demo;

import org.jspecify.annotations.Nullable;

/**
 * What a SAML request of an SP says, as far as the demo IdP reads it. Nobody has vouched for any of it.
 *
 * @param acsUrl where the SP wants its answer; null in a LogoutRequest and where it leaves that to its metadata
 */
record Asked(String id, String issuer, @Nullable String acsUrl) {}
