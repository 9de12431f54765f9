package dev.latchkey.saml;

import java.time.Instant;

/** Judges Responses. A function: everything it needs comes in as arguments. */
public final class ResponseJudge {
    private ResponseJudge() {}

    /** Says who signed in, or why nobody did. Never throws for anything that arrived from outside. */
    public static Verdict judge(ReceivedResponse response, Expectations expectations, Instant now) {
        throw new UnsupportedOperationException();
    }
}
