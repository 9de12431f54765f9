package dev.latchkey.saml;

/** Whether an assertion may or must arrive encrypted. */
public enum EncryptionPolicy {
    ALLOWED,
    REQUIRED
}
