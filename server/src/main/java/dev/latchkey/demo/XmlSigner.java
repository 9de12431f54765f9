package dev.latchkey.demo;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Signs an element by the JDK's own XML Signature, which shares nothing with the core that verifies it: RSA with
 * SHA-256, exclusive canonicalization, enveloped (SAML Core 5.4).
 */
final class XmlSigner {
    private XmlSigner() {}

    /** Signs {@code element}, whose ID attribute is {@code ID}, and puts the signature before {@code next}. */
    static void sign(Element element, Node next, IdpKeys.Pair pair) {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        try {
            element.setIdAttribute("ID", true);
            DOMSignContext context = new DOMSignContext(pair.key(), element, next);
            context.setDefaultNamespacePrefix("ds");
            factory.newXMLSignature(
                            signedInfo(factory, element.getAttribute("ID")), keyInfo(factory, pair))
                    .sign(context);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new IllegalStateException("the demo IdP can't sign", e);
        }
    }

    private static SignedInfo signedInfo(XMLSignatureFactory factory, String id)
            throws GeneralSecurityException {
        Reference reference =
                factory.newReference(
                        "#" + id,
                        factory.newDigestMethod(DigestMethod.SHA256, null),
                        List.of(
                                factory.newTransform(
                                        Transform.ENVELOPED, (TransformParameterSpec) null),
                                factory.newTransform(
                                        CanonicalizationMethod.EXCLUSIVE,
                                        (TransformParameterSpec) null)),
                        null,
                        null);
        return factory.newSignedInfo(
                factory.newCanonicalizationMethod(
                        CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
                List.of(reference));
    }

    private static KeyInfo keyInfo(XMLSignatureFactory factory, IdpKeys.Pair pair) {
        KeyInfoFactory info = factory.getKeyInfoFactory();
        return info.newKeyInfo(List.of(info.newX509Data(List.of(pair.certificate()))));
    }
}
