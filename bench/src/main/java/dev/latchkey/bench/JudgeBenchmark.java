package dev.latchkey.bench;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.saml.Verdict;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamReader;
import org.apache.xml.security.signature.XMLSignature;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** One Response of about 6 KB, from the form field's base64 on: judged by us, verified by Santuario, and the floor. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JudgeBenchmark {
    @Param({"response", "assertion", "both"})
    String signed = "response";

    @Param({"jdk"})
    String provider = "jdk";

    private String field = "";
    private Expectations expectations = Expectations.of(null, "", "", List.of());
    private PublicKey key = noKey();
    private byte[] signedOctets = {};
    private byte[] signature = {};
    private int signatures = 1;
    private final InputFactoryImpl tokenizers = new InputFactoryImpl();
    private final DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();

    /** Makes the message and lets each way prove that it accepts it. */
    @Setup
    public void prepare() throws Exception {
        Providers.install(provider);
        org.apache.xml.security.Init.init();
        documents.setNamespaceAware(true);
        documents.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        SignedMessages messages = new SignedMessages();
        boolean both = signed.equals("both");
        byte[] xml =
                messages.response(both || signed.equals("assertion"), !signed.equals("assertion"));
        field = Base64.getEncoder().encodeToString(xml);
        key = messages.certificate().getPublicKey();
        expectations = expectations(messages);
        signatures = both ? 2 : 1;
        signedOctets = santuarioSignedInfo(xml);
        signature = santuarioSignatures(parse(xml)).getFirst().getSignatureValue();
        if (!(ours() instanceof Verdict.Accepted) || !santuario() || !floor()) {
            throw new IllegalStateException("not accepted: " + ours());
        }
    }

    @Benchmark
    public Verdict ours() {
        return ResponseJudge.judge(
                ReceivedResponse.decode(field, Limits.MESSAGE), expectations, SignedMessages.NOW);
    }

    /** Only parses and verifies; reads no identity and checks no condition. */
    @Benchmark
    public boolean santuario() throws Exception {
        boolean valid = true;
        for (XMLSignature each : santuarioSignatures(parse(Base64.getDecoder().decode(field)))) {
            valid &= each.checkSignatureValue(key);
        }
        return valid;
    }

    /** The least: base64, a bare parse, a digest of the whole message, and the RSA operation, for each signature. */
    @Benchmark
    public boolean floor() throws Exception {
        byte[] xml = Base64.getDecoder().decode(field);
        XMLStreamReader reader = tokenizers.createXMLStreamReader(new ByteArrayInputStream(xml));
        while (reader.hasNext()) {
            reader.next();
        }
        boolean valid = true;
        for (int i = 0; i < signatures; i++) {
            valid &= MessageDigest.getInstance("SHA-256").digest(xml).length > 0;
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(signedOctets);
            valid &= rsa.verify(signature);
        }
        return valid;
    }

    private Expectations expectations(SignedMessages messages) throws Exception {
        CertificateReading reading =
                TrustedCertificate.readDer(messages.certificate().getEncoded());
        TrustedCertificate certificate = ((CertificateReading.Read) reading).certificate();
        return new Expectations(
                SignedMessages.IDP,
                SignedMessages.SP,
                SignedMessages.ACS,
                SignedMessages.REQUEST,
                new EmailSource.NameId(),
                SignaturePolicy.valueOf(signed.toUpperCase(java.util.Locale.ROOT)),
                EncryptionPolicy.ALLOWED,
                List.of(certificate),
                List.of(),
                Set.of(),
                Duration.ofSeconds(60),
                false,
                Limits.MESSAGE);
    }

    private Document parse(byte[] xml) throws Exception {
        return documents.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private byte[] santuarioSignedInfo(byte[] xml) throws Exception {
        return santuarioSignatures(parse(xml)).getFirst().getSignedInfo().getCanonicalizedOctetStream();
    }

    private static List<XMLSignature> santuarioSignatures(Document document) throws Exception {
        NodeList found =
                document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature");
        List<XMLSignature> signatures = new java.util.ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            Element signature = (Element) found.item(i);
            ((Element) signature.getParentNode()).setIdAttribute("ID", true);
            signatures.add(new XMLSignature(signature, ""));
        }
        return signatures;
    }

    private static PublicKey noKey() {
        return new PublicKey() {
            @Override
            public String getAlgorithm() {
                return "none";
            }

            @Override
            public String getFormat() {
                return "none";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[0];
            }
        };
    }
}
