package dev.latchkey.web;

/** Knows texts that must not be kept or shown again, whatever field they were typed into. */
public interface SecretText {
    boolean isSecret(String text);
}
