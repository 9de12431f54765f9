package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.Pem;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What a person types is judged as they typed it, not as it would be rewritten. */
class TypedConnectionTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);

    @ParameterizedTest
    @CsvSource({
        "https://user:pw@idp.example/s, URL_WITH_CREDENTIALS",
        "https://@idp.example/s, URL_WITH_CREDENTIALS",
        "https://good.example@evil.example/, URL_WITH_CREDENTIALS",
        "https://idp.example\\sso, URL_UNREADABLE",
        "https:/idp.example/s, URL_UNREADABLE",
        "https:idp.example/s, URL_UNREADABLE",
        "https:///idp.example/s, URL_UNREADABLE",
        "http://idp.example/s, URL_NOT_HTTPS"
    })
    void anAddressThatABrowserWouldReadOtherwiseIsRefused(String typed, ConnectionError error) {
        assertThat(codes(with("ssoUrl", typed))).containsExactly(error);
        assertThat(codes(with("logoutRedirectUrl", typed))).containsExactly(error);
    }

    @Test
    void anAddressInLettersIsKeptAsItIsSent() {
        assertThat(ok(with("ssoUrl", "https://idp.škoda.example/přihlášení|1 ")).ssoUrl())
                .isEqualTo("https://idp.xn--koda-f6a.example/p%C5%99ihl%C3%A1%C5%A1en%C3%AD%7C1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idpEntityId", "emailAttribute"})
    void whatNobodySeesIsCutOffAtTheEndsAndRefusedWithin(String field) {
        MultiValueMap<String, String> padded = with(field, "urn:idp\u00a0\u200b");
        padded.set("emailSource", "ATTRIBUTE");
        if (field.equals("idpEntityId")) {
            padded.set("emailAttribute", "mail");
        }
        assertThat(
                        field.equals("idpEntityId")
                                ? ok(padded).idpEntityId()
                                : ConnectionForm.of(padded).emailAttribute())
                .isEqualTo("urn:idp");
        padded.set(field, "urn:\u200bidp");
        assertThat(codes(padded)).containsExactly(ConnectionError.UNSEEN_CHARACTERS);
    }

    private static MultiValueMap<String, String> with(String field, String value) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        fields.set("name", "Acme");
        fields.set("idpEntityId", "https://idp.example/metadata");
        fields.set("ssoUrl", "https://idp.example/sso");
        fields.set("ssoBinding", "HTTP_REDIRECT");
        fields.set("sloUrl", "");
        fields.set("sloBinding", "HTTP_REDIRECT");
        fields.set("emailSource", "NAME_ID");
        fields.set("signature", "RESPONSE");
        fields.set("encryption", "ALLOWED");
        fields.set("clockSkewSeconds", "60");
        fields.set("certificates", Pem.of(IDP.certificate()));
        fields.set(field, value);
        return fields;
    }

    private static ConnectionDetails ok(MultiValueMap<String, String> fields) {
        return switch (ConnectionForm.of(fields).details()) {
            case Result.Ok<ConnectionDetails>(ConnectionDetails details) -> details;
            case Result.Refused<ConnectionDetails>(List<Problem> problems) ->
                    throw new AssertionError(problems);
        };
    }

    private static List<ErrorCode> codes(MultiValueMap<String, String> fields) {
        return switch (ConnectionForm.of(fields).details()) {
            case Result.Ok<ConnectionDetails>(ConnectionDetails details) -> List.of();
            case Result.Refused<ConnectionDetails>(List<Problem> problems) ->
                    problems.stream().map(Problem::code).toList();
        };
    }
}
