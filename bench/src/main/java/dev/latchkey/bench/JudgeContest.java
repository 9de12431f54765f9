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
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamReader;
import org.apache.xml.security.signature.XMLSignature;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Responses of about 6 KB, from the form field's base64 on: judged by us, verified by Santuario and by OpenSAML, and
 * the floor. Each way takes one message after the other; with one message it is that again and again, which a
 * processor learns.
 */
final class JudgeContest {
    /** Where the signatures stand. */
    enum Placement {
        RESPONSE,
        ASSERTION,
        BOTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
    private final InputFactoryImpl tokenizers = new InputFactoryImpl();
    private final OpenSaml openSaml;
    private final List<Message> all = new ArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final PublicKey key;
    private final Expectations expectations;
    private final int signatures;

    /** A form field, and what its first signature was made of. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(String field, byte[] signedOctets, byte[] signature) {}

    /** The usual message. */
    JudgeContest(SignedMessages messages, Placement placement) throws Exception {
        this(
                messages,
                placement,
                List.of(
                        messages.response(
                                placement != Placement.RESPONSE,
                                placement != Placement.ASSERTION)));
    }

    /** So many messages, each of another person, with ids and a signature of its own; the Response is signed. */
    JudgeContest(SignedMessages messages, int count) throws Exception {
        this(messages, Placement.RESPONSE, different(messages, count));
    }

    /** A message whose Response is signed and has these Extensions. */
    JudgeContest(SignedMessages messages, String extensions) throws Exception {
        this(messages, Placement.RESPONSE, List.of(messages.filled(extensions)));
    }

    private static List<byte[]> different(SignedMessages messages, int count) throws Exception {
        List<byte[]> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(messages.response(SignedMessages.Content.of(i), false, true));
        }
        return made;
    }

    private JudgeContest(SignedMessages messages, Placement placement, List<byte[]> documentsSigned)
            throws Exception {
        org.apache.xml.security.Init.init();
        documents.setNamespaceAware(true);
        documents.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        openSaml = new OpenSaml(messages.certificate());
        key = ofProvider(messages.certificate().getPublicKey());
        expectations = expectations(messages, placement);
        signatures = placement == Placement.BOTH ? 2 : 1;
        for (byte[] xml : documentsSigned) {
            XMLSignature first = santuarioSignatures(parse(xml)).getFirst();
            all.add(
                    new Message(
                            Base64.getEncoder().encodeToString(xml),
                            first.getSignedInfo().getCanonicalizedOctetStream(),
                            first.getSignatureValue()));
        }
        for (Message message : all) {
            if (!(verdict(message) instanceof Verdict.Accepted)) {
                throw new IllegalStateException("not accepted: " + verdict(message));
            }
        }
    }

    /** Lets the other ways prove that they accept it all, too. */
    JudgeContest proven() throws Exception {
        for (int i = 0; i < 3 * all.size(); i += 3) {
            if (!santuario() || !openSaml() || !floor()) {
                throw new IllegalStateException("not accepted");
            }
        }
        return this;
    }

    private Message next() {
        return all.get(Math.floorMod(turns.getAndIncrement(), all.size()));
    }

    /** The key as the provider in use likes it best, so that the floor pays for no translation. */
    private static PublicKey ofProvider(PublicKey key) throws Exception {
        return (PublicKey) KeyFactory.getInstance("RSA").translateKey(key);
    }

    int messageBytes() {
        return all.getFirst().field().length() * 3 / 4;
    }

    boolean ours() {
        return verdict(next()) instanceof Verdict.Accepted;
    }

    private Verdict verdict(Message message) {
        return ResponseJudge.judge(
                ReceivedResponse.decode(message.field(), Limits.MESSAGE),
                expectations,
                SignedMessages.NOW);
    }

    /** Only parses and verifies; reads no identity and checks no condition. */
    boolean santuario() throws Exception {
        boolean valid = true;
        for (XMLSignature each :
                santuarioSignatures(parse(Base64.getDecoder().decode(next().field())))) {
            valid &= each.checkSignatureValue(key);
        }
        return valid;
    }

    /** Unmarshals and verifies; reads no identity and checks no condition. */
    boolean openSaml() throws Exception {
        return openSaml.accepts(next().field());
    }

    /** The least: base64, a bare parse, a digest of the whole message, and the RSA operation, for each signature. */
    boolean floor() throws Exception {
        Message message = next();
        byte[] xml = Base64.getDecoder().decode(message.field());
        XMLStreamReader reader = tokenizers.createXMLStreamReader(new ByteArrayInputStream(xml));
        while (reader.hasNext()) {
            reader.next();
        }
        boolean valid = true;
        for (int i = 0; i < signatures; i++) {
            valid &= MessageDigest.getInstance("SHA-256").digest(xml).length > 0;
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(message.signedOctets());
            valid &= rsa.verify(message.signature());
        }
        return valid;
    }

    private static Expectations expectations(SignedMessages messages, Placement placement)
            throws Exception {
        CertificateReading reading =
                TrustedCertificate.readDer(messages.certificate().getEncoded());
        TrustedCertificate certificate = ((CertificateReading.Read) reading).certificate();
        return new Expectations(
                SignedMessages.IDP,
                SignedMessages.SP,
                SignedMessages.ACS,
                SignedMessages.REQUEST,
                new EmailSource.NameId(),
                SignaturePolicy.valueOf(placement.name()),
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

    private static List<XMLSignature> santuarioSignatures(Document document) throws Exception {
        NodeList found =
                document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature");
        List<XMLSignature> signatures = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            Element signature = (Element) found.item(i);
            ((Element) signature.getParentNode()).setIdAttribute("ID", true);
            signatures.add(new XMLSignature(signature, ""));
        }
        return signatures;
    }
}
