package dev.latchkey.bench;

import java.io.ByteArrayInputStream;
import java.security.cert.X509Certificate;
import java.util.Base64;
import net.shibboleth.utilities.java.support.xml.BasicParserPool;
import org.opensaml.core.config.InitializationService;
import org.opensaml.core.xml.util.XMLObjectSupport;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureValidator;

/** OpenSAML as an application uses it: unmarshal the Response, check each signature's profile, verify it. */
final class OpenSaml {
    private final BasicParserPool parsers = new BasicParserPool();
    private final SAMLSignatureProfileValidator profile = new SAMLSignatureProfileValidator();
    private final BasicX509Credential credential;

    OpenSaml(X509Certificate certificate) throws Exception {
        InitializationService.initialize();
        parsers.initialize();
        credential = new BasicX509Credential(certificate);
    }

    boolean accepts(String field) throws Exception {
        ByteArrayInputStream xml = new ByteArrayInputStream(Base64.getDecoder().decode(field));
        Response response = (Response) XMLObjectSupport.unmarshallFromInputStream(parsers, xml);
        int verified = verified(response) + verified(response.getAssertions().getFirst());
        return verified > 0;
    }

    private int verified(SignableSAMLObject signed) throws SignatureException {
        if (!signed.isSigned()) {
            return 0;
        }
        profile.validate(signed.getSignature());
        SignatureValidator.validate(signed.getSignature(), credential);
        return 1;
    }
}
