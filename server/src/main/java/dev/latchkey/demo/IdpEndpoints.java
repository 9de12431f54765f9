package dev.latchkey.demo;

import dev.latchkey.shared.LatchkeySettings;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Where the demo IdP is reached, and its metadata (SAML Metadata 2.4.3). */
@Component
@Profile("demo")
class IdpEndpoints {
    private static final String REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    private final IdpKeys keys;
    private final String base;

    IdpEndpoints(IdpKeys keys, LatchkeySettings settings) {
        this.keys = keys;
        this.base = settings.baseUrl().toString();
    }

    String base() {
        return base;
    }

    String start(Tenant tenant) {
        return base + "/demo/idp/" + tenant.slug();
    }

    String sso(Tenant tenant) {
        return start(tenant) + "/sso";
    }

    String slo(Tenant tenant) {
        return start(tenant) + "/slo";
    }

    String metadataUrl(Tenant tenant) {
        return start(tenant) + "/metadata";
    }

    /** Nothing in it comes from outside but the base URL, which the settings hold to a bare web address. */
    String metadata(Tenant tenant) {
        return """
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s">
          <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <md:KeyDescriptor use="signing">
              <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
                <ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data>
              </ds:KeyInfo>
            </md:KeyDescriptor>
            <md:SingleLogoutService Binding="%s" Location="%s"/>
            <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
            <md:SingleSignOnService Binding="%s" Location="%s"/>
            <md:SingleSignOnService Binding="%s" Location="%s"/>
          </md:IDPSSODescriptor>
        </md:EntityDescriptor>
        """
                .formatted(
                        tenant.entityId(),
                        certificate(tenant),
                        REDIRECT,
                        slo(tenant),
                        REDIRECT,
                        sso(tenant),
                        POST,
                        sso(tenant));
    }

    private String certificate(Tenant tenant) {
        try {
            return Base64.getEncoder().encodeToString(keys.of(tenant).certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate of our own can't be written", e);
        }
    }
}
