package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Check;
import dev.latchkey.saml.Reason;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Checks are kept as JSON with a failed sign-in, and read again by a later version. */
class CheckRecordTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void comesBackAsItWasKept() {
        Check failed = new Check("audience", false, "a", "b", Reason.AUDIENCE_MISMATCH);
        assertThat(JSON.readValue(JSON.writeValueAsString(failed), Check.class)).isEqualTo(failed);
    }

    @Test
    void whatAnOlderVersionKeptHasNoReason() {
        String kept = "{\"check\":\"audience\",\"passed\":false,\"expected\":\"a\",\"found\":null}";
        assertThat(JSON.readValue(kept, Check.class))
                .isEqualTo(new Check("audience", false, "a", null, null));
    }
}
