package dev.latchkey.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that a verification of the log found.
 *
 * @param seq the number in the chain, 0 where there is none
 * @param record the id of the record that it is about
 */
record Finding(Kind kind, long seq, @Nullable String record, String detail) {
    /** What is wrong, from the surest to what may be harmless. */
    enum Kind {
        CHANGED("A record, or its place, is not what was sealed."),
        RECORD_MISSING("A record that was sealed is gone."),
        SEAL_MISSING("Seals are gone from the chain, and the next record can't be checked."),
        FORGED(
                "The log up to here is not what was sealed with the secret key: somebody has recomputed the chain."),
        BROKEN(
                "When this was to be sealed, the log before it was not what had been sealed with the secret key."),
        KEY_MISSING(
                "This was sealed with a secret key that is not here, so nobody can say whether it is still what was sealed."),
        VERIFICATION_FORGED(
                "What an earlier verification is said to have found was not written by Latchkey."),
        CUT("The end of the chain that an earlier verification saw is gone or different."),
        UNSEALED("A record stands where everything had been sealed: it was put in afterwards."),
        LATE(
                "A record was sealed long after its time: put in afterwards, or by a node with a wrong clock.");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }
}
