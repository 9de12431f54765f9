package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlBounds;

/**
 * Bounds on what is read. Each has an error of its own. Of a message, one is chosen, its size, and the others come from
 * it here and nowhere else: a bound that knew nothing of the one around it would be the one that bites.
 *
 * @param messageBytes the largest decoded message, in bytes, and the most that is decrypted in one
 * @param depth the deepest nesting of elements
 * @param attributes the most attributes and namespace declarations of one element
 * @param elements the most elements of a document
 * @param textChars the longest text or attribute value, in chars; a cipher value is no text
 */
public record Limits(int messageBytes, int depth, int attributes, int elements, int textChars) {
    private static final int USUAL_BYTES = 256 * 1024;
    private static final int USUAL_ELEMENTS = 10_000;
    private static final int USUAL_DEPTH = 64;
    private static final int USUAL_ATTRIBUTES = 64;

    /** What a form has of a message may be this small, so that the fields beside it have room. */
    private static final long LEAST_FORM = 256 * 1024;

    /** For messages: 256 KiB, 64 deep. */
    public static final Limits MESSAGE = ofMessage(USUAL_BYTES);

    /** For metadata, which may be a federation's: 16 MiB. */
    public static final Limits METADATA =
            new Limits(16 * 1024 * 1024, USUAL_DEPTH, USUAL_ATTRIBUTES, 1_000_000, 1024 * 1024);

    public Limits {
        if (messageBytes < 1 || depth < 1 || attributes < 1 || elements < 1 || textChars < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** For messages of this size: all that follows from it. */
    public static Limits ofMessage(int bytes) {
        return new Limits(
                bytes, USUAL_DEPTH, USUAL_ATTRIBUTES, elementsOf(bytes), encrypted(bytes));
    }

    /** So many elements that a list of the shortest groups comes to an end at the size and not before it. */
    public static int elementsOf(int bytes) {
        return Math.max(
                USUAL_ELEMENTS, Math.toIntExact((long) bytes * USUAL_ELEMENTS / USUAL_BYTES));
    }

    /**
     * The largest message whose assertion is encrypted, so that it may bring as much as a plain one: base64 makes four
     * octets of three, and who writes its line breaks as character references adds a tenth.
     */
    public int encryptedBytes() {
        return encrypted(messageBytes);
    }

    private static int encrypted(int bytes) {
        return Math.addExact(bytes, bytes / 2);
    }

    /** The longest base64 of a message, in chars, its line breaks included. */
    public int base64Chars() {
        return Math.addExact(Math.multiplyExact(2, messageBytes), messageBytes / 8);
    }

    /** The largest form that carries a message in base64, percent-encoded, with its RelayState. */
    public long formBytes() {
        return Math.max(LEAST_FORM, 4L * messageBytes);
    }

    /** The longest line of a batch: a message in base64 or as escaped text, with certificates and keys. */
    public int lineBytes() {
        return Math.multiplyExact(32, messageBytes);
    }

    XmlBounds bounds() {
        return new XmlBounds(depth, elements, attributes, textChars);
    }

    /** How large a message may be, in words. */
    String size() {
        return "at most "
                + messageBytes
                + " bytes, or "
                + encryptedBytes()
                + " with its assertion encrypted (LATCHKEY_MESSAGE_MAX_BYTES="
                + messageBytes
                + ")";
    }
}
