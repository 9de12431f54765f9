package dev.latchkey.mail;

/** What became of one mail. */
public sealed interface Delivery {
    /** The server took it. */
    record Sent() implements Delivery {}

    /**
     * The server takes no mail for this address, and won't later.
     *
     * @param reply what it said
     */
    record Refused(String reply) implements Delivery {}

    /** The server takes no mail for this address now, and may later. */
    record Later(String reply) implements Delivery {}

    /** The line broke, or the server takes nothing at all. This mail did not go, and no other will on this line. */
    record Away(String why) implements Delivery {}

    /** The line broke after the mail was handed over and before the server answered: nobody knows. */
    record Unsure(String why) implements Delivery {}
}
