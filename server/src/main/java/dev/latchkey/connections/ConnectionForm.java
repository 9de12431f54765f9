package dev.latchkey.connections;

import dev.latchkey.saml.Binding;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Visible;
import dev.latchkey.url.WebUrl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * A connection's details as the page's fields have them. Prints as its name only, as anything may have been pasted
 * into the certificates.
 */
record ConnectionForm(
        String name,
        String idpEntityId,
        String ssoUrl,
        String ssoBinding,
        String sloUrl,
        String sloResponseUrl,
        String sloBinding,
        String logoutRedirectUrl,
        String emailSource,
        String emailAttribute,
        String signature,
        String encryption,
        boolean signAuthnRequests,
        boolean acceptUnsolicited,
        boolean refuseExpiredCertificates,
        String clockSkewSeconds,
        String certificates) {

    static ConnectionForm empty() {
        return new ConnectionForm(
                "",
                "",
                "",
                "HTTP_REDIRECT",
                "",
                "",
                "HTTP_REDIRECT",
                "",
                "NAME_ID",
                "",
                "RESPONSE",
                "ALLOWED",
                false,
                false,
                false,
                "60",
                "");
    }

    static ConnectionForm of(MultiValueMap<String, String> fields) {
        return new ConnectionForm(
                text(fields, "name"),
                text(fields, "idpEntityId"),
                ssoUrl(fields),
                text(fields, "ssoBinding"),
                text(fields, "sloUrl"),
                text(fields, "sloResponseUrl"),
                text(fields, "sloBinding"),
                text(fields, "logoutRedirectUrl"),
                text(fields, "emailSource"),
                text(fields, "emailAttribute"),
                text(fields, "signature"),
                text(fields, "encryption"),
                fields.containsKey("signAuthnRequests"),
                fields.containsKey("acceptUnsolicited"),
                fields.containsKey("refuseExpiredCertificates"),
                text(fields, "clockSkewSeconds"),
                text(fields, "certificates"));
    }

    /** Where the binding was changed and the address was left, the address that the metadata offered for that binding. */
    private static String ssoUrl(MultiValueMap<String, String> fields) {
        String url = text(fields, "ssoUrl");
        String offered = text(fields, "offered." + text(fields, "ssoBinding"));
        boolean left =
                Arrays.stream(Binding.values())
                        .anyMatch(each -> url.equals(text(fields, "offered." + each.name())));
        return left && !offered.isEmpty() ? offered : url;
    }

    private static String text(MultiValueMap<String, String> fields, String name) {
        return Visible.trimmed(Objects.requireNonNullElse(fields.getFirst(name), ""));
    }

    static ConnectionForm of(ConnectionDetails d) {
        return new ConnectionForm(
                d.name(),
                d.idpEntityId(),
                d.ssoUrl(),
                d.ssoBinding().name(),
                Objects.requireNonNullElse(d.sloUrl(), ""),
                Objects.requireNonNullElse(d.sloResponseUrl(), ""),
                Objects.requireNonNullElse(d.sloBinding(), Binding.HTTP_REDIRECT).name(),
                Objects.requireNonNullElse(d.logoutRedirectUrl(), ""),
                source(d.email()),
                d.email() instanceof EmailSource.Attribute(String attribute) ? attribute : "",
                d.signature().name(),
                d.encryption().name(),
                d.signAuthnRequests(),
                d.acceptUnsolicited(),
                d.refuseExpiredCertificates(),
                Integer.toString(d.clockSkewSeconds()),
                pem(d.certificates()));
    }

    /** The fields as an IdP's metadata fills them. */
    static ConnectionForm of(IdpMetadata idp) {
        IdpMetadata.@Nullable Endpoint sso = preferred(idp.ssoServices());
        IdpMetadata.@Nullable Endpoint slo = preferred(idp.sloServices());
        return new ConnectionForm(
                name(idp),
                idp.entityId(),
                sso == null ? "" : sso.location(),
                sso == null ? "HTTP_REDIRECT" : sso.binding().name(),
                slo == null ? "" : slo.location(),
                slo == null ? "" : Objects.requireNonNullElse(slo.responseLocation(), ""),
                slo == null ? "HTTP_REDIRECT" : slo.binding().name(),
                "",
                "NAME_ID",
                "",
                "RESPONSE",
                "ALLOWED",
                idp.wantAuthnRequestsSigned(),
                false,
                false,
                "60",
                pem(idp.certificates()));
    }

    /** This connection's fields, with the addresses and certificates of its IdP's newer metadata. */
    static ConnectionForm renewed(ConnectionDetails details, IdpMetadata idp) {
        ConnectionForm now = of(details);
        IdpMetadata.@Nullable Endpoint sso = offered(idp.ssoServices(), details.ssoBinding());
        IdpMetadata.@Nullable Endpoint slo =
                details.sloUrl() == null ? null : offered(idp.sloServices(), details.sloBinding());
        return new ConnectionForm(
                now.name(),
                now.idpEntityId(),
                sso == null ? now.ssoUrl() : sso.location(),
                sso == null ? now.ssoBinding() : sso.binding().name(),
                slo == null ? now.sloUrl() : slo.location(),
                slo == null
                        ? now.sloResponseUrl()
                        : Objects.requireNonNullElse(slo.responseLocation(), ""),
                slo == null ? now.sloBinding() : slo.binding().name(),
                now.logoutRedirectUrl(),
                now.emailSource(),
                now.emailAttribute(),
                now.signature(),
                now.encryption(),
                now.signAuthnRequests(),
                now.acceptUnsolicited(),
                now.refuseExpiredCertificates(),
                now.clockSkewSeconds(),
                idp.certificates().isEmpty() ? now.certificates() : pem(idp.certificates()));
    }

    private static IdpMetadata.@Nullable Endpoint offered(
            List<IdpMetadata.Endpoint> endpoints, @Nullable Binding binding) {
        return endpoints.stream()
                .filter(each -> each.binding() == binding)
                .findFirst()
                .orElseGet(() -> preferred(endpoints));
    }

    /** What the metadata calls the IdP, else its entity ID without what makes it a web address. */
    private static String name(IdpMetadata idp) {
        String display = idp.displayName();
        return display == null || display.isBlank()
                ? idp.entityId().replaceFirst("^https?://", "")
                : display.strip();
    }

    /** By HTTP-Redirect where it can be: without scripts, HTTP-POST costs the person a click. */
    private static IdpMetadata.@Nullable Endpoint preferred(List<IdpMetadata.Endpoint> endpoints) {
        return endpoints.stream()
                .min(Comparator.comparing(IdpMetadata.Endpoint::binding))
                .orElse(null);
    }

    private static String source(EmailSource email) {
        return switch (email) {
            case EmailSource.NameId named -> "NAME_ID";
            case EmailSource.AnyNameIdFormat any -> "ANY_NAME_ID_FORMAT";
            case EmailSource.Attribute attribute -> "ATTRIBUTE";
        };
    }

    private static String pem(List<TrustedCertificate> certificates) {
        return certificates.stream().map(ConnectionForm::pem).collect(Collectors.joining("\n"));
    }

    private static String pem(TrustedCertificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.der())
                + "\n-----END CERTIFICATE-----";
    }

    /** The typed details, or all that keeps the fields from being any. */
    Result<ConnectionDetails> details() {
        List<Problem> problems = new ArrayList<>();
        List<TrustedCertificate> pinned = List.of();
        switch (CertificateText.read(certificates)) {
            case Result.Ok<List<TrustedCertificate>>(List<TrustedCertificate> read) ->
                    pinned = read;
            case Result.Refused<List<TrustedCertificate>>(List<Problem> found) ->
                    problems.addAll(found);
        }
        try {
            ConnectionDetails details = typed(pinned);
            List<Problem> addresses = unusableAddresses();
            DetailRules.problems(details).stream()
                    .filter(problem -> addresses.isEmpty() || !isAboutAddress(problem))
                    .filter(problem ->
                            problems.isEmpty()
                                    || problem.code() != ConnectionError.CERTIFICATE_MISSING)
                    .toList()
                    .forEach(problems::add);
            problems.addAll(addresses);
            return problems.isEmpty() ? new Result.Ok<>(details) : new Result.Refused<>(problems);
        } catch (NumberFormatException e) {
            problems.add(new Problem(ConnectionError.CLOCK_SKEW_OUT_OF_RANGE, null));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(ConnectionError.SETTING_UNKNOWN, null));
        }
        return new Result.Refused<>(problems);
    }

    /** Judged as they were typed: what they are rewritten to may be another place than what a person read. */
    private List<Problem> unusableAddresses() {
        return Stream.of(ssoUrl, sloUrl, sloUrl.isEmpty() ? "" : sloResponseUrl, logoutRedirectUrl)
                .filter(each -> !each.isEmpty())
                .flatMap(each -> DetailRules.problem(each).stream())
                .toList();
    }

    private static boolean isAboutAddress(Problem problem) {
        return problem.code() instanceof ConnectionError error
                && error != ConnectionError.URL_MISSING
                && error.name().startsWith("URL_");
    }

    private ConnectionDetails typed(List<TrustedCertificate> pinned) {
        return new ConnectionDetails(
                name,
                idpEntityId,
                WebUrl.sendable(ssoUrl),
                Binding.valueOf(ssoBinding),
                address(sloUrl),
                sloUrl.isEmpty() ? null : address(sloResponseUrl),
                sloUrl.isEmpty() ? null : Binding.valueOf(sloBinding),
                address(logoutRedirectUrl),
                email(),
                SignaturePolicy.valueOf(signature),
                EncryptionPolicy.valueOf(encryption),
                signAuthnRequests,
                acceptUnsolicited,
                refuseExpiredCertificates,
                Integer.parseInt(clockSkewSeconds),
                pinned);
    }

    private EmailSource email() {
        return switch (emailSource) {
            case "NAME_ID" -> new EmailSource.NameId();
            case "ANY_NAME_ID_FORMAT" -> new EmailSource.AnyNameIdFormat();
            case "ATTRIBUTE" -> new EmailSource.Attribute(emailAttribute);
            default -> throw new IllegalArgumentException("email source");
        };
    }

    private static @Nullable String address(String text) {
        return text.isEmpty() ? null : WebUrl.sendable(text);
    }

    /** The same fields without what may be a private key, for the page that asks again. */
    ConnectionForm withoutCertificates() {
        return new ConnectionForm(
                name,
                idpEntityId,
                ssoUrl,
                ssoBinding,
                sloUrl,
                sloResponseUrl,
                sloBinding,
                logoutRedirectUrl,
                emailSource,
                emailAttribute,
                signature,
                encryption,
                signAuthnRequests,
                acceptUnsolicited,
                refuseExpiredCertificates,
                clockSkewSeconds,
                "");
    }

    @Override
    public String toString() {
        return "ConnectionForm[" + name + "]";
    }
}
