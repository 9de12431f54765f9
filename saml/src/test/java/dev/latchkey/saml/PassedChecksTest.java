package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.xml.security.encryption.XMLCipher;
import org.junit.jupiter.api.Test;

/** Admins see all that was looked at when somebody signed in, with what was wanted and what came. */
class PassedChecksTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp OURS = TestIdp.rsa(2048);

    private static Verdict.Accepted accepted(ResponseBuilder message, Expectations expectations) {
        Verdict verdict = message.judgedBy(expectations);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    private static List<String> lines(Verdict.Accepted verdict) {
        assertThat(verdict.checks()).allMatch(Check::passed);
        return verdict.checks().stream()
                .map(check -> check.check() + ": " + check.expected() + " | " + check.found())
                .toList();
    }

    /** An answer to a request, signed twice and encrypted, without Destination and without slack for the clocks. */
    private static Expectations unusual(Set<Concession> concessions) {
        return new Expectations(
                null,
                ResponseBuilder.SP,
                ResponseBuilder.ACS,
                "_q",
                new EmailSource.Attribute("mail"),
                SignaturePolicy.BOTH,
                EncryptionPolicy.REQUIRED,
                List.of(IDP.pinned()),
                List.of(new DecryptionKey((RSAPrivateKey) OURS.privateKey())),
                concessions,
                Duration.ZERO,
                false,
                Limits.MESSAGE);
    }

    @Test
    void ofAnUnsolicitedSignedResponse() {
        assertThat(lines(accepted(new ResponseBuilder(IDP), ResponseBuilder.expectedOf(IDP))))
                .containsExactly(
                        "status: urn:oasis:names:tc:SAML:2.0:status:Success | urn:oasis:names:tc:SAML:2.0:status:Success",
                        "response signature: a signature by a pinned certificate | "
                                + IDP.pinned().sha256(),
                        "destination: https://sp.example.com/saml/acs | https://sp.example.com/saml/acs",
                        "response issuer: https://idp.example.com/metadata | https://idp.example.com/metadata",
                        "in response to: none: unsolicited | null",
                        "signature policy: a signed Response | a signed Response",
                        "assertion issuer: https://idp.example.com/metadata | https://idp.example.com/metadata",
                        "recipient: https://sp.example.com/saml/acs | https://sp.example.com/saml/acs",
                        "confirmation NotOnOrAfter: after now, with 60 s for the clocks | 2026-06-01T12:05:00Z",
                        "confirmation in response to: none: unsolicited | null",
                        "conditions NotBefore: not after now, with 60 s for the clocks | 2026-06-01T11:59:30Z",
                        "conditions NotOnOrAfter: after now, with 60 s for the clocks | 2026-06-01T12:05:00Z",
                        "audience: https://sp.example.com/saml | https://sp.example.com/saml",
                        "response IssueInstant: not after now, with 90 s for the clocks | 2026-06-01T12:00:00Z",
                        "assertion IssueInstant: not after now, with 90 s for the clocks | 2026-06-01T12:00:00Z",
                        "authn statement: an AuthnStatement | 1",
                        "authn instant: not after now, with 90 s for the clocks | 2026-06-01T12:00:00Z",
                        "email: an email address | ada@example.com");
    }

    @Test
    void ofAnEncryptedAnswerSignedTwice() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .inResponseTo("_q")
                        .attribute("mail", "ada@example.com")
                        .sign(true, true)
                        .encryptFor(
                                OURS.certificate().getPublicKey(),
                                XMLCipher.AES_256_GCM,
                                XMLCipher.RSA_OAEP)
                        .before(xml ->
                                xml.replace(" Destination=\"" + ResponseBuilder.ACS + "\"", "")
                                        .replace(
                                                " SessionIndex=",
                                                " SessionNotOnOrAfter=\"2026-06-01T20:00:00Z\" SessionIndex="));
        assertThat(lines(accepted(message, unusual(Set.of(Concession.NO_DESTINATION)))))
                .containsExactly(
                        "status: urn:oasis:names:tc:SAML:2.0:status:Success | urn:oasis:names:tc:SAML:2.0:status:Success",
                        "response signature: a signature by a pinned certificate | "
                                + IDP.pinned().sha256(),
                        "destination: https://sp.example.com/saml/acs, or none | null",
                        "response issuer: an issuer | https://idp.example.com/metadata",
                        "in response to: _q | _q",
                        "encryption: an encrypted assertion that opens | one",
                        "assertion signature: a signature by a pinned certificate | "
                                + IDP.pinned().sha256(),
                        "signature policy: a signed Response | a signed Response",
                        "signature policy: a signed assertion | a signed assertion",
                        "assertion issuer: https://idp.example.com/metadata | https://idp.example.com/metadata",
                        "recipient: https://sp.example.com/saml/acs | https://sp.example.com/saml/acs",
                        "confirmation NotOnOrAfter: after now | 2026-06-01T12:05:00Z",
                        "confirmation in response to: _q | _q",
                        "conditions NotBefore: not after now | 2026-06-01T11:59:30Z",
                        "conditions NotOnOrAfter: after now | 2026-06-01T12:05:00Z",
                        "audience: https://sp.example.com/saml | https://sp.example.com/saml",
                        "response IssueInstant: not after now, with 30 s for the clocks | 2026-06-01T12:00:00Z",
                        "assertion IssueInstant: not after now, with 30 s for the clocks | 2026-06-01T12:00:00Z",
                        "authn statement: an AuthnStatement | 1",
                        "authn instant: not after now, with 30 s for the clocks | 2026-06-01T12:00:00Z",
                        "session NotOnOrAfter: after now | 2026-06-01T20:00:00Z",
                        "email: an email address | ada@example.com");
    }

    @Test
    void theIdentityThatWasReadCanNotBeChanged() {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .attribute("groups", "one", "two")
                        .attribute("roles", "one")
                        .attribute("roles", "two");
        var attributes = accepted(message, ResponseBuilder.expectedOf(IDP)).identity().attributes();
        assertThat(attributes.keySet()).containsExactly("groups", "roles");
        for (List<String> values : attributes.values()) {
            assertThat(values).containsExactly("one", "two");
            assertThatThrownBy(() -> values.add("three"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
        assertThatThrownBy(() -> attributes.remove("groups"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
