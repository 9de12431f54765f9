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

    /** This mail can't be written, so the server was not asked. It says nothing about other mails. */
    record Unwritable(String why) implements Delivery {}

    /** The server takes no mail for this address now, and may later. */
    record Later(String reply) implements Delivery {}

    /** The server takes nothing at all. This mail did not go, and no other will on this line. */
    record Away(String why) implements Delivery {}

    /**
     * The line broke in the middle of this mail, before it was handed over: it did not go. Whether the mail is to blame
     * or the line shows when others are tried.
     */
    record Broke(String why) implements Delivery {}

    /** The line broke after the mail was handed over and before the server answered: nobody knows. */
    record Unsure(String why) implements Delivery {}
}
