package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.testing.ResponseBuilder;

/** Whoever takes logout messages as generously as Responses are taken, and what an honest one says. */
final class LogoutTarget {
    static final Logout.Expectations EXPECTATIONS = of(JudgeFuzzTest.GENEROUS);

    private LogoutTarget() {}

    private static Logout.Expectations of(Expectations generous) {
        return new Logout.Expectations(
                ResponseBuilder.IDP,
                ResponseBuilder.SP,
                "https://sp.example.com/saml/slo",
                generous.certificates(),
                generous.decryptionKeys(),
                generous.concessions(),
                generous.clockSkew(),
                false,
                Limits.MESSAGE);
    }

    static void requireHonest(Logout.Judgement judgement) {
        if (judgement instanceof Logout.RequestAccepted request) {
            assertThat(request.nameId().value()).isEqualTo("ada@example.com");
            assertThat(request.id()).isEqualTo("_l1");
        }
    }
}
