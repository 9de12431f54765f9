package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Binding;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.saml.testing.TestIdp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Newer metadata of a connection's IdP: what would change is shown, and what it does not say stays. */
class MetadataDifferenceTest {
    private static final TrustedCertificate OLD = TestIdp.rsa(2048).pinned();
    private static final TrustedCertificate NEW = TestIdp.ec("secp256r1").pinned();

    private static IdpMetadata metadata(TrustedCertificate... certificates) {
        return new IdpMetadata(
                "https://idp.example/metadata",
                "Another name",
                List.of(
                        new IdpMetadata.Endpoint(
                                Binding.HTTP_REDIRECT, "https://idp.example/redirect", null),
                        new IdpMetadata.Endpoint(
                                Binding.HTTP_POST, "https://idp.example/post", null)),
                List.of(),
                List.of(certificates),
                true,
                List.of(),
                List.of(),
                null,
                List.of());
    }

    private static ConnectionDetails details() {
        return ConnectionDetails.usual(
                "Acme",
                "https://idp.example/metadata",
                "https://idp.example/old",
                Binding.HTTP_POST,
                List.of(OLD));
    }

    @Test
    void certificatesAndAddressesAreRenewedAndTheRestStays() {
        IdpMetadata idp = metadata(OLD, NEW);
        ConnectionForm then = ConnectionForm.renewed(details(), idp);
        assertThat(then.ssoUrl()).isEqualTo("https://idp.example/post");
        assertThat(then.ssoBinding()).isEqualTo("HTTP_POST");
        assertThat(then.name()).isEqualTo("Acme");
        assertThat(then.signAuthnRequests()).isFalse();
        assertThat(MetadataDifference.lines(details(), then, idp))
                .anySatisfy(line -> assertThat(line).startsWith("Kept:").contains(OLD.sha256()))
                .anySatisfy(line -> assertThat(line).startsWith("Added:").contains(NEW.sha256()))
                .anySatisfy(
                        line -> assertThat(line).contains("old becomes https://idp.example/post"))
                .hasSize(3);
    }

    @Test
    void aCertificateThatIsNoLongerThereIsSaidToGo() {
        IdpMetadata idp = metadata(NEW);
        assertThat(MetadataDifference.lines(details(), ConnectionForm.renewed(details(), idp), idp))
                .anySatisfy(line -> assertThat(line).startsWith("Removed:").contains(OLD.sha256()));
    }

    @Test
    void anotherBindingTakesItsOwnAddress() {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.add("offered.HTTP_REDIRECT", "https://idp.example/redirect");
        fields.add("offered.HTTP_POST", "https://idp.example/post");
        fields.add("ssoUrl", "https://idp.example/redirect");
        fields.add("ssoBinding", "HTTP_POST");
        assertThat(ConnectionForm.of(fields).ssoUrl()).isEqualTo("https://idp.example/post");
        fields.set("ssoUrl", "https://idp.example/typed");
        assertThat(ConnectionForm.of(fields).ssoUrl()).isEqualTo("https://idp.example/typed");
    }
}
