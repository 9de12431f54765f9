package dev.latchkey.cli;

import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import java.time.Instant;

/** One Response and what it is checked against. */
record Question(ReceivedResponse response, Expectations expectations, Instant now) {
    Verdict judge() {
        return ResponseJudge.judge(response, expectations, now);
    }
}
