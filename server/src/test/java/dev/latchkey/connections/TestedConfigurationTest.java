package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.Binding;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.testing.TestIdp;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After which changes of a connection what pilots showed of it no longer holds. */
class TestedConfigurationTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp NEXT_IDP = TestIdp.rsa(2048);
    private static final ConnectionDetails TESTED =
            ConnectionDetails.usual(
                    "Acme",
                    "https://idp.acme.example/metadata",
                    "https://idp.acme.example/sso",
                    Binding.HTTP_REDIRECT,
                    List.of(IDP.pinned()));

    private static final Map<String, Object> VOID =
            new TreeMap<>(
                    Map.of(
                            "idpEntityId",
                            "https://other.acme.example/metadata",
                            "ssoUrl",
                            "https://idp.acme.example/sso2",
                            "ssoBinding",
                            Binding.HTTP_POST,
                            "email",
                            new EmailSource.Attribute("mail"),
                            "signature",
                            SignaturePolicy.BOTH,
                            "encryption",
                            EncryptionPolicy.REQUIRED,
                            "signAuthnRequests",
                            true,
                            "acceptUnsolicited",
                            true,
                            "refuseExpiredCertificates",
                            true,
                            "clockSkewSeconds",
                            0));

    private static final Map<String, Object> HOLDS =
            new TreeMap<>(
                    Map.of(
                            "name", "Acme's identity provider",
                            "sloUrl", "https://idp.acme.example/slo",
                            "sloResponseUrl", "https://idp.acme.example/slo2",
                            "sloBinding", Binding.HTTP_POST,
                            "logoutRedirectUrl", "https://acme.example/bye"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfTheSignIn")
    void whatASignInDependsOnIsTestedAnew(String name) throws Exception {
        assertThat(changed(name, Objects.requireNonNull(VOID.get(name))).areVouchedForBy(TESTED))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherChanges")
    void whatNoSignInDependsOnIsNotTestedAnew(String name) throws Exception {
        assertThat(changed(name, Objects.requireNonNull(HOLDS.get(name))).areVouchedForBy(TESTED))
                .isTrue();
    }

    @Test
    void aCertificateBesideTheOthersTakesNothingFromTheTest() throws Exception {
        ConnectionDetails both = changed("certificates", List.of(NEXT_IDP.pinned(), IDP.pinned()));
        assertThat(both.areVouchedForBy(TESTED)).isTrue();
        assertThat(TESTED.areVouchedForBy(both)).isFalse();
        assertThat(changed("certificates", List.of(NEXT_IDP.pinned())).areVouchedForBy(TESTED))
                .isFalse();
    }

    @Test
    void ofEachDetailItIsSaid() {
        TreeSet<String> said = new TreeSet<>(VOID.keySet());
        said.addAll(HOLDS.keySet());
        said.add("certificates");
        assertThat(said)
                .containsExactlyElementsOf(
                        Stream.of(ConnectionDetails.class.getRecordComponents())
                                .map(RecordComponent::getName)
                                .sorted()
                                .toList());
    }

    static Stream<String> changesOfTheSignIn() {
        return VOID.keySet().stream();
    }

    static Stream<String> otherChanges() {
        return HOLDS.keySet().stream();
    }

    private static ConnectionDetails changed(String name, Object value) throws Exception {
        RecordComponent[] parts = ConnectionDetails.class.getRecordComponents();
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (RecordComponent part : parts) {
            types.add(part.getType());
            values.add(part.getName().equals(name) ? value : part.getAccessor().invoke(TESTED));
        }
        return ConnectionDetails.class
                .getDeclaredConstructor(types.toArray(Class<?>[]::new))
                .newInstance(values.toArray());
    }
}
