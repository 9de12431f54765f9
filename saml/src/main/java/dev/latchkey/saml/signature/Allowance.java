package dev.latchkey.saml.signature;

/** Which of the weaknesses of old IdPs are put up with, each off unless a connection was given the exception. */
public record Allowance(
        boolean sha1, boolean rsa1024, boolean emptyReferenceUri, boolean aesCbc, boolean rsa15) {
    public static final Allowance NONE = new Allowance(false, false, false, false, false);
}
