package dev.latchkey.directory;

/** Whether whoever has the mailbox of the old address wants a change of it. */
public enum Consent {
    /** Nobody asked them, or they did not answer: passwords by the new address have to wait. */
    NONE,
    /** They said so by a link that was mailed there. */
    OLD_MAILBOX,
    /** They take back a change, so that the address is the one that it was before. */
    TAKEN_BACK
}
