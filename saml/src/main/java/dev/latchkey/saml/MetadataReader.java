package dev.latchkey.saml;

import static dev.latchkey.saml.Names.DS;
import static dev.latchkey.saml.Names.MD;

import dev.latchkey.saml.IdpMetadata.AttributeHint;
import dev.latchkey.saml.IdpMetadata.Endpoint;
import dev.latchkey.saml.IdpMetadata.Remark;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlSpace;
import dev.latchkey.url.BrowserTarget;
import dev.latchkey.url.WebUrl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the IDPSSODescriptors out of a metadata document (SAML Metadata 2.3 and 2.4.3). */
final class MetadataReader {
    private static final String MDUI = "urn:oasis:names:tc:SAML:metadata:ui";
    private static final String UNCHECKED =
            "The document's own signature was not checked: trust comes from you.";
    private static final int MOST_PROVIDERS = 20_000;

    private final List<IdpMetadata> providers = new ArrayList<>();
    private final Set<String> entityIds = new HashSet<>();

    /** Of the first IdP that is none of SAML 2.0, in words. */
    private @Nullable String otherIdps;

    /** Whether a group that the entity is in is signed. */
    private boolean groupSigned;

    IdpMetadata.Reading read(XmlElement root) {
        if (root.is(MD, "EntityDescriptor")) {
            if (entityId(root) == null) {
                return new IdpMetadata.Unusable(
                        Reason.METADATA_MALFORMED, "an EntityDescriptor without entityID");
            }
            entity(root, root.attribute("validUntil"));
        } else if (root.is(MD, "EntitiesDescriptor")) {
            entities(root, null);
        } else {
            return new IdpMetadata.Unusable(
                    Reason.NOT_METADATA, "{" + root.namespaceUri() + "}" + root);
        }
        return providers.isEmpty()
                ? new IdpMetadata.Unusable(Reason.METADATA_WITHOUT_IDP, otherIdps)
                : new IdpMetadata.Found(List.copyOf(providers));
    }

    private void entities(XmlElement group, @Nullable String outerEnd) {
        String end =
                group.attribute("validUntil") == null ? outerEnd : group.attribute("validUntil");
        groupSigned |= group.only(DS, "Signature") != null;
        for (XmlElement child : group.elements()) {
            if (providers.size() >= MOST_PROVIDERS) {
                return;
            }
            if (child.is(MD, "EntityDescriptor")) {
                entity(
                        child,
                        child.attribute("validUntil") == null
                                ? end
                                : child.attribute("validUntil"));
            } else if (child.is(MD, "EntitiesDescriptor")) {
                entities(child, end);
            }
        }
    }

    private void entity(XmlElement entity, @Nullable String validUntil) {
        String entityId = entityId(entity);
        if (entityId == null) {
            return;
        }
        List<XmlElement> idps = entity.elements(MD, "IDPSSODescriptor");
        if (!idps.isEmpty() && otherIdps == null) {
            String protocols = idps.getFirst().attribute("protocolSupportEnumeration");
            otherIdps =
                    protocols == null || XmlSpace.isBlank(protocols)
                            ? "an IDPSSODescriptor without protocolSupportEnumeration; have the IdP say there that it speaks "
                                    + Names.SAMLP
                            : protocols.contains("SAML:1") || protocols.contains("shib")
                                    ? "an IdP that speaks SAML 1 only; turn on SAML 2.0 there, and download its metadata again"
                                    : "an IdP that speaks other protocols only; turn on SAML 2.0 there, and download its metadata again";
        }
        List<XmlElement> roles = idps.stream().filter(MetadataReader::speaksSaml2).toList();
        if (!roles.isEmpty()) {
            Provider provider = new Provider(entity, roles, validUntil);
            if (!entityIds.add(entityId)) {
                provider.remark(
                        "entity-id-twice", "Another entry before this one has the same entity ID.");
            }
            if (groupSigned && entity.only(DS, "Signature") == null) {
                provider.remark("signature", UNCHECKED);
            }
            providers.add(provider.read(entityId));
        }
    }

    private static @Nullable String entityId(XmlElement entity) {
        String id = entity.attribute("entityID");
        return id == null || XmlSpace.isBlank(id) ? null : XmlSpace.strip(id);
    }

    private static boolean speaksSaml2(XmlElement role) {
        String protocols = role.attribute("protocolSupportEnumeration");
        return protocols != null
                && List.of(XmlSpace.strip(protocols).split("[ \\t\\r\\n]+")).contains(Names.SAMLP);
    }

    /** One provider on its way from the markup; remarks gather as it is read. */
    private static final class Provider {
        private final XmlElement entity;
        private final XmlElement role;
        private final @Nullable String validUntil;
        private final List<Remark> remarks = new ArrayList<>();

        Provider(XmlElement entity, List<XmlElement> roles, @Nullable String validUntil) {
            this.entity = entity;
            this.role = roles.getFirst();
            this.validUntil = validUntil;
            if (roles.size() > 1) {
                remark(
                        "several-roles",
                        "There are " + roles.size() + " IdP roles; the first was taken.");
            }
        }

        private void remark(String code, String text) {
            remarks.add(new Remark(code, text));
        }

        IdpMetadata read(String entityId) {
            remarkOtherRoles();
            List<Endpoint> sso = endpoints("SingleSignOnService");
            List<Endpoint> slo = endpoints("SingleLogoutService");
            List<TrustedCertificate> certificates = certificates();
            if (sso.isEmpty()) {
                remark("no-sso-service", "There is no SSO service by HTTP-Redirect or HTTP-POST.");
            }
            if (certificates.isEmpty()) {
                remark(
                        "no-signing-certificate",
                        "There is no certificate that signatures can be verified with.");
            }
            return new IdpMetadata(
                    entityId,
                    displayName(),
                    sso,
                    slo,
                    certificates,
                    isTrue(role.attribute("WantAuthnRequestsSigned")),
                    role.elements(MD, "NameIDFormat").stream()
                            .map(f -> XmlSpace.strip(f.deepText()))
                            .filter(format -> !format.isEmpty())
                            .toList(),
                    attributeHints(),
                    end(),
                    List.copyOf(remarks));
        }

        private void remarkOtherRoles() {
            for (XmlElement child : entity.elements()) {
                boolean descriptor =
                        child.namespaceUri().equals(MD) && child.localName().endsWith("Descriptor");
                if (descriptor && !child.localName().equals("IDPSSODescriptor")) {
                    remark(
                            "other-role",
                            "The "
                                    + child.localName()
                                    + " was left out: it is not an IdP's SSO role.");
                } else if (child.is(DS, "Signature")) {
                    remark("signature", UNCHECKED);
                }
            }
        }

        private @Nullable Instant end() {
            if (validUntil == null) {
                return null;
            }
            Instant end = SamlTime.parse(validUntil);
            if (end == null) {
                remark("valid-until", "validUntil is not a time and was left out.");
            }
            return end;
        }

        private List<Endpoint> endpoints(String name) {
            Map<String, Endpoint> endpoints = new LinkedHashMap<>();
            for (XmlElement service : role.elements(MD, name)) {
                Endpoint endpoint = endpoint(service, name);
                if (endpoint != null) {
                    endpoints.putIfAbsent(endpoint.binding() + " " + endpoint.location(), endpoint);
                }
            }
            return List.copyOf(endpoints.values());
        }

        private @Nullable Endpoint endpoint(XmlElement service, String name) {
            String uri = service.attribute("Binding");
            String location = service.attribute("Location");
            Binding binding = binding(uri);
            if (binding == null) {
                remark(
                        "binding",
                        "The " + name + " by " + uri + " was left out: browsers don't carry it.");
                return null;
            }
            String target = location == null ? null : target(location, "location", name);
            if (target == null) {
                return null;
            }
            String response = service.attribute("ResponseLocation");
            return new Endpoint(
                    binding,
                    target,
                    response == null
                            ? null
                            : target(response, "response-location", name + "'s ResponseLocation"));
        }

        /** The address as browsers can be sent to it; null, with a remark, where it is none. */
        private @Nullable String target(String given, String code, String name) {
            String address = XmlSpace.strip(given);
            BrowserTarget.Fault fault = BrowserTarget.fault(address).orElse(null);
            String why =
                    switch (fault) {
                        case null -> null;
                        case UNREADABLE -> "is not a web address";
                        case TOO_LONG -> "is longer than 2048 characters";
                        case CREDENTIALS -> "has a user name or password in it";
                        case FRAGMENT -> "has a # in it, which browsers don't send";
                        case NOT_HTTPS ->
                                WebUrl.parse(address).isPresent() ? null : "is not a web address";
                    };
            if (why != null) {
                boolean secret = fault == BrowserTarget.Fault.CREDENTIALS;
                String quoted =
                        secret || address.isEmpty() ? "" : " \u201c" + cut(address) + "\u201d";
                remark(code, "A " + name + " was left out: its address" + quoted + " " + why + ".");
                return null;
            }
            if (fault == BrowserTarget.Fault.NOT_HTTPS) {
                remark(
                        "location-not-https",
                        "A "
                                + name
                                + " is at \u201c"
                                + cut(address)
                                + "\u201d, and a connection can't have a plain http address.");
            }
            return WebUrl.sendable(address);
        }

        private static String cut(String address) {
            return address.length() <= 200 ? address : address.substring(0, 200) + "…";
        }

        private static @Nullable Binding binding(@Nullable String uri) {
            for (Binding binding : Binding.values()) {
                if (binding.uri().equals(uri)) {
                    return binding;
                }
            }
            return null;
        }

        private List<TrustedCertificate> certificates() {
            Map<String, TrustedCertificate> found = new LinkedHashMap<>();
            for (XmlElement descriptor : role.elements(MD, "KeyDescriptor")) {
                String use = descriptor.attribute("use");
                if (use != null && !use.equals("signing")) {
                    remark(
                            "key-use",
                            "A key for " + use + " was left out: only signing keys are pinned.");
                    continue;
                }
                XmlElement keyInfo = descriptor.only(DS, "KeyInfo");
                List<XmlElement> data =
                        keyInfo == null ? List.of() : keyInfo.elements(DS, "X509Data");
                List<XmlElement> carried =
                        data.stream()
                                .flatMap(d -> d.elements(DS, "X509Certificate").stream())
                                .toList();
                if (carried.isEmpty()) {
                    remark(
                            "key-without-certificate",
                            "A signing key was left out: there is no certificate with it. Have the IdP publish one.");
                }
                carried.forEach(certificate -> read(certificate.deepText(), found));
            }
            return List.copyOf(found.values());
        }

        private void read(String text, Map<String, TrustedCertificate> found) {
            switch (TrustedCertificate.read(text)) {
                case CertificateReading.Read read -> add(read.certificate(), found);
                case CertificateReading.PrivateKeyGiven given ->
                        remark(
                                "private-key",
                                "A private key stands where a certificate belongs. Replace that key.");
                case CertificateReading.Unusable unusable ->
                        remark(
                                "certificate",
                                "A certificate was left out: " + unusable.found() + ".");
            }
        }

        private void add(TrustedCertificate certificate, Map<String, TrustedCertificate> found) {
            String weakness = certificate.weakness();
            if (found.putIfAbsent(certificate.sha256(), certificate) == null && weakness != null) {
                remark(
                        "weak-key",
                        "The certificate "
                                + certificate.sha256().substring(0, 16)
                                + "\u2026 is weak: "
                                + weakness
                                + ".");
            }
        }

        private @Nullable String displayName() {
            XmlElement extensions = role.only(MD, "Extensions");
            XmlElement info = extensions == null ? null : extensions.only(MDUI, "UIInfo");
            List<XmlElement> names = info == null ? List.of() : info.elements(MDUI, "DisplayName");
            if (names.isEmpty()) {
                XmlElement organization = entity.only(MD, "Organization");
                names =
                        organization == null
                                ? List.of()
                                : organization.elements(MD, "OrganizationDisplayName");
            }
            return names.isEmpty() ? null : XmlSpace.strip(names.getFirst().deepText());
        }

        private List<AttributeHint> attributeHints() {
            String assertion = Names.SAML;
            List<AttributeHint> hints = new ArrayList<>();
            for (XmlElement attribute : role.elements(assertion, "Attribute")) {
                String name = attribute.attribute("Name");
                if (name != null) {
                    hints.add(new AttributeHint(name, attribute.attribute("FriendlyName")));
                }
            }
            return List.copyOf(hints);
        }

        private static boolean isTrue(@Nullable String value) {
            return "true".equals(value) || "1".equals(value);
        }
    }
}
