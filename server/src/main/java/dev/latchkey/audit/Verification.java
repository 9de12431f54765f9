package dev.latchkey.audit;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a verification of the whole log came to.
 *
 * @param found how many findings there are; {@code findings} has the first of them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
record Verification(
        Instant startedAt,
        Instant finishedAt,
        String askedBy,
        long headSeq,
        byte[] headHash,
        long found,
        List<Finding> findings) {
    Verification {
        findings = List.copyOf(findings);
    }

    public String headHex() {
        return HexFormat.of().formatHex(headHash);
    }
}
