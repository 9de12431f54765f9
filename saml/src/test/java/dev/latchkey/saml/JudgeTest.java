package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.xml.security.encryption.XMLCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the judge accepts, and the exact reason for everything that it does not. */
class JudgeTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp SP = TestIdp.rsa(2048);
    private static final Instant NOW = ResponseBuilder.NOW;

    private static ResponseBuilder response() {
        return new ResponseBuilder(IDP);
    }

    private static Expectations usual() {
        return Expectations.of(
                ResponseBuilder.IDP,
                ResponseBuilder.SP,
                ResponseBuilder.ACS,
                List.of(IDP.pinned()));
    }

    private static Expectations with(
            EmailSource email,
            SignaturePolicy policy,
            boolean decrypts,
            Set<Concession> concessions,
            TestIdp idp) {
        return new Expectations(
                ResponseBuilder.IDP,
                ResponseBuilder.SP,
                ResponseBuilder.ACS,
                null,
                email,
                policy,
                EncryptionPolicy.ALLOWED,
                List.of(idp.pinned()),
                decrypts ? List.of(new DecryptionKey((RSAPrivateKey) SP.privateKey())) : List.of(),
                concessions,
                Duration.ofSeconds(60),
                false,
                Limits.MESSAGE);
    }

    private static Verdict judge(String base64, Expectations expectations) {
        return ResponseJudge.judge(
                ReceivedResponse.decode(base64, Limits.MESSAGE), expectations, NOW);
    }

    private static void accepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).identity().email()).isEqualTo("ada@example.com");
        assertThat(verdict.checks()).allMatch(Check::passed);
    }

    private static void rejected(Verdict verdict, Reason reason) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected) verdict).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "true,false,RESPONSE",
        "false,true,ASSERTION",
        "true,true,BOTH",
        "false,true,EITHER",
        "true,true,RESPONSE"
    })
    void acceptsEachPlacementOfTheSignature(
            boolean response, boolean assertion, SignaturePolicy policy) {
        accepted(
                judge(
                        response().sign(response, assertion).base64(),
                        with(new EmailSource.NameId(), policy, false, Set.of(), IDP)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2001/10/xml-exc-c14n#",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
                "http://www.w3.org/2006/12/xml-c14n11",
                "http://www.w3.org/2006/12/xml-c14n11#WithComments"
            })
    void acceptsEachCanonicalization(String uri) {
        accepted(
                judge(
                        response().canonicalization(uri, null).sign(true, true).base64(),
                        with(
                                new EmailSource.NameId(),
                                SignaturePolicy.BOTH,
                                false,
                                Set.of(),
                                IDP)));
    }

    @Test
    void acceptsAPrefixList() {
        accepted(
                judge(
                        response()
                                .canonicalization(
                                        "http://www.w3.org/2001/10/xml-exc-c14n#", "xs #default")
                                .base64(),
                        usual()));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa,http://www.w3.org/2001/04/xmldsig-more#rsa-sha384,http://www.w3.org/2001/04/xmldsig-more#sha384",
        "rsa,http://www.w3.org/2001/04/xmldsig-more#rsa-sha512,http://www.w3.org/2001/04/xmlenc#sha512",
        "rsa,http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1,http://www.w3.org/2001/04/xmlenc#sha256",
        "rsa,http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1,http://www.w3.org/2001/04/xmlenc#sha256",
        "rsa,http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1,http://www.w3.org/2001/04/xmlenc#sha256",
        "secp256r1,http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256,http://www.w3.org/2001/04/xmlenc#sha256",
        "secp384r1,http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384,http://www.w3.org/2001/04/xmlenc#sha256",
        "secp521r1,http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512,http://www.w3.org/2001/04/xmlenc#sha256"
    })
    void acceptsEachAlgorithm(String key, String signature, String digest) {
        TestIdp idp = key.equals("rsa") ? IDP : TestIdp.ec(key);
        accepted(
                judge(
                        new ResponseBuilder(idp).algorithm(signature, digest).base64(),
                        with(
                                new EmailSource.NameId(),
                                SignaturePolicy.RESPONSE,
                                false,
                                Set.of(),
                                idp)));
    }

    @Test
    void acceptsAnEncryptedAssertion() {
        String message =
                response()
                        .sign(true, true)
                        .encryptFor(
                                SP.certificate().getPublicKey(),
                                XMLCipher.AES_256_GCM,
                                XMLCipher.RSA_OAEP)
                        .base64();
        accepted(
                judge(
                        message,
                        with(new EmailSource.NameId(), SignaturePolicy.BOTH, true, Set.of(), IDP)));
        rejected(judge(message, usual()), Reason.ENCRYPTION_NOT_EXPECTED);
    }

    @Test
    void acceptsOldEncryptionOnlyWhereItIsConceded() {
        String message =
                response()
                        .encryptFor(
                                SP.certificate().getPublicKey(),
                                XMLCipher.AES_256,
                                XMLCipher.RSA_v1dot5)
                        .base64();
        EmailSource email = new EmailSource.NameId();
        Set<Concession> both = Set.of(Concession.AES_CBC, Concession.RSA_1_5);
        accepted(judge(message, with(email, SignaturePolicy.RESPONSE, true, both, IDP)));
        Verdict verdict =
                judge(message, with(email, SignaturePolicy.RESPONSE, true, Set.of(), IDP));
        rejected(verdict, Reason.ENCRYPTION_ALGORITHM);
    }

    @Test
    void refusesWhatIsEncryptedForAnotherKey() {
        String message =
                response()
                        .encryptFor(
                                IDP.certificate().getPublicKey(),
                                XMLCipher.AES_256_GCM,
                                XMLCipher.RSA_OAEP)
                        .base64();
        Verdict verdict =
                judge(
                        message,
                        with(
                                new EmailSource.NameId(),
                                SignaturePolicy.RESPONSE,
                                true,
                                Set.of(),
                                IDP));
        rejected(verdict, Reason.DECRYPTION_FAILED);
    }

    @Test
    void acceptsTheEmailOfAnAttribute() {
        String message =
                response()
                        .format("urn:x")
                        .email("abc")
                        .attribute("email", "ada@example.com")
                        .base64();
        Expectations byAttribute =
                with(
                        new EmailSource.Attribute("email"),
                        SignaturePolicy.RESPONSE,
                        false,
                        Set.of(),
                        IDP);
        accepted(judge(message, byAttribute));
        rejected(judge(response().base64(), byAttribute), Reason.ATTRIBUTE_MISSING);
        rejected(
                judge(response().attribute("email", "").base64(), byAttribute),
                Reason.ATTRIBUTE_EMPTY);
        rejected(
                judge(response().attribute("email", "a@b.c", "d@e.f").base64(), byAttribute),
                Reason.ATTRIBUTE_MULTIPLE);
        rejected(
                judge(
                        response().attribute("email", "a@b.c").attribute("email", "a@b.c").base64(),
                        byAttribute),
                Reason.ATTRIBUTE_MULTIPLE);
    }

    @Test
    void readsTheWholeTextAroundAComment() {
        Verdict verdict =
                judge(response().email("ada@example.com<!-- x -->.evil.example").base64(), usual());
        assertThat(((Verdict.Accepted) verdict).identity().email())
                .isEqualTo("ada@example.com.evil.example");
    }

    private static void rejectedAfter(UnaryOperator<String> change, Reason reason) {
        rejected(judge(response().before(change).base64(), usual()), reason);
    }

    @Test
    void refusesWhatIsMissingOrMeantForOthers() {
        rejected(
                judge(response().acs("https://other.example/acs").base64(), usual()),
                Reason.DESTINATION_MISMATCH);
        rejected(
                judge(response().audience("https://other.example").base64(), usual()),
                Reason.AUDIENCE_MISMATCH);
        rejected(
                judge(response().audience(ResponseBuilder.SP + "/x").base64(), usual()),
                Reason.AUDIENCE_MISMATCH);
        rejected(
                judge(response().issuer("https://other.example").base64(), usual()),
                Reason.ISSUER_MISMATCH);
        rejectedAfter(
                xml -> xml.replace(" Destination=\"" + ResponseBuilder.ACS + "\"", ""),
                Reason.DESTINATION_MISSING);
        rejectedAfter(
                xml -> xml.replace(" Recipient=\"" + ResponseBuilder.ACS + "\"", ""),
                Reason.RECIPIENT_MISSING);
        rejectedAfter(
                xml ->
                        xml.replace(
                                "Recipient=\"" + ResponseBuilder.ACS,
                                "Recipient=\"https://other.example"),
                Reason.RECIPIENT_MISMATCH);
        rejectedAfter(
                xml -> xml.replaceAll("(?s)<saml:AudienceR.*?</saml:AudienceRestriction>", ""),
                Reason.AUDIENCE_MISSING);
        rejectedAfter(
                xml -> xml.replaceAll("(?s)<saml:Conditions.*?</saml:Conditions>", ""),
                Reason.CONDITIONS_MISSING);
        rejectedAfter(
                xml -> xml.replaceAll("(?s)<saml:AuthnStatement.*?</saml:AuthnStatement>", ""),
                Reason.AUTHN_STATEMENT_MISSING);
        rejectedAfter(
                xml -> xml.replace("</saml:Conditions>", "<saml:Condition/></saml:Conditions>"),
                Reason.CONDITION_UNKNOWN);
        rejectedAfter(
                xml -> xml.replace("status:Success", "status:Responder"),
                Reason.STATUS_NOT_SUCCESS);
    }

    @Test
    void holdsTheAnswerAgainstTheRequest() {
        Expectations waiting = usual().answering("_q1");
        accepted(judge(response().inResponseTo("_q1").base64(), waiting));
        rejected(
                judge(response().inResponseTo("_q2").base64(), waiting),
                Reason.IN_RESPONSE_TO_MISMATCH);
        rejected(judge(response().base64(), waiting), Reason.IN_RESPONSE_TO_MISSING);
        rejected(
                judge(response().inResponseTo("_q1").base64(), usual()),
                Reason.IN_RESPONSE_TO_UNEXPECTED);
    }

    @Test
    void refusesAtTheExactEdgesOfTime() {
        // Valid from NOW - 30 s to before NOW + 300 s; the clocks may differ by 60 s.
        String message = response().base64();
        ReceivedResponse received = ReceivedResponse.decode(message, Limits.MESSAGE);
        accepted(ResponseJudge.judge(received, usual(), NOW.minusSeconds(90)));
        rejected(
                ResponseJudge.judge(received, usual(), NOW.minusSeconds(90).minusMillis(1)),
                Reason.NOT_YET_VALID);
        accepted(ResponseJudge.judge(received, usual(), NOW.plusSeconds(360).minusMillis(1)));
        rejected(
                ResponseJudge.judge(received, usual(), NOW.plusSeconds(360)),
                Reason.CONFIRMATION_EXPIRED);
    }

    @Test
    void refusesWhatIsNotSignedAsThePolicyWants() {
        rejected(
                judge(response().sign(false, false).base64(), usual()), Reason.RESPONSE_NOT_SIGNED);
        rejected(judge(response().sign(false, true).base64(), usual()), Reason.RESPONSE_NOT_SIGNED);
        Expectations both =
                with(new EmailSource.NameId(), SignaturePolicy.BOTH, false, Set.of(), IDP);
        rejected(judge(response().base64(), both), Reason.ASSERTION_NOT_SIGNED);
    }

    @Test
    void refusesOtherKeysAndWeakOnes() {
        rejected(
                judge(new ResponseBuilder(TestIdp.rsa(2048)).base64(), usual()),
                Reason.SIGNATURE_INVALID);
        rejected(
                judge(
                        new ResponseBuilder(TestIdp.ec("secp256r1"))
                                .algorithm(
                                        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                                        "http://www.w3.org/2001/04/xmlenc#sha256")
                                .base64(),
                        usual()),
                Reason.SIGNATURE_NO_KEY);
        TestIdp weak = TestIdp.rsa(1024);
        String message = new ResponseBuilder(weak).base64();
        EmailSource email = new EmailSource.NameId();
        rejected(
                judge(message, with(email, SignaturePolicy.RESPONSE, false, Set.of(), weak)),
                Reason.SIGNATURE_WEAK_KEY);
        accepted(
                judge(
                        message,
                        with(
                                email,
                                SignaturePolicy.RESPONSE,
                                false,
                                Set.of(Concession.RSA1024),
                                weak)));
    }

    @Test
    void refusesSha1UnlessItIsConceded() {
        String message =
                response()
                        .algorithm(
                                "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
                                "http://www.w3.org/2000/09/xmldsig#sha1")
                        .base64();
        rejected(judge(message, usual()), Reason.SIGNATURE_SHA1);
        accepted(
                judge(
                        message,
                        with(
                                new EmailSource.NameId(),
                                SignaturePolicy.RESPONSE,
                                false,
                                Set.of(Concession.SHA1),
                                IDP)));
    }

    @Test
    void refusesWhatWasChangedAfterSigning() {
        String message =
                response()
                        .after(document ->
                                element(document, "NameID").setTextContent("eve@example.com"))
                        .base64();
        rejected(judge(message, usual()), Reason.SIGNATURE_DIGEST_MISMATCH);
    }

    private static Element element(Document document, String name) {
        return (Element) document.getElementsByTagNameNS("*", name).item(0);
    }

    /** Puts a forged copy of the signed element somewhere and the signed one somewhere else. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void refusesEachShapeOfSignatureWrapping(int shape) {
        String message =
                response()
                        .sign(shape <= 2, shape > 2)
                        .after(document -> Wrapping.apply(shape, document))
                        .base64();
        Expectations either =
                with(new EmailSource.NameId(), SignaturePolicy.EITHER, false, Set.of(), IDP);
        Verdict verdict = judge(message, either);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected) verdict).reason())
                .isIn(
                        Reason.ASSERTION_MISPLACED,
                        Reason.SEVERAL_ASSERTIONS,
                        Reason.SIGNATURE_MISPLACED,
                        Reason.MALFORMED_ASSERTION,
                        Reason.MALFORMED_RESPONSE,
                        Reason.DUPLICATE_ID);
    }

    @Test
    void refusesWhatIsNotAMessage() {
        rejected(judge("%%%", usual()), Reason.MALFORMED_BASE64);
        rejected(xml("hello"), Reason.NOT_XML);
        rejected(xml("<a"), Reason.NOT_XML);
        rejected(xml("<a/>"), Reason.NOT_A_RESPONSE);
        rejected(xml("<!DOCTYPE a><a/>"), Reason.DOCTYPE_FORBIDDEN);
        rejected(xml("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Reason.DOCTYPE_FORBIDDEN);
        rejected(xml("<a><?b c?></a>"), Reason.PROCESSING_INSTRUCTION_FORBIDDEN);
        rejected(xml("<p:a/>"), Reason.NOT_XML);
        rejected(xml("<a xmlns=\"relative\"/>"), Reason.NAMESPACE_UNSOUND);
        rejected(xml("<a>".repeat(100) + "</a>".repeat(100)), Reason.TOO_DEEP);
        rejected(judge("A".repeat(600_000), usual()), Reason.MESSAGE_TOO_LARGE);
    }

    private static Verdict xml(String xml) {
        byte[] bytes = xml.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ResponseJudge.judge(ReceivedResponse.parse(bytes, Limits.MESSAGE), usual(), NOW);
    }
}
