package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What {@code saml inspect} prints, and its exit status, over messages of the core's fixtures. */
class ExplanationTest {
    private static final Path FIXTURES = Path.of("..", "saml", "src", "test", "resources");
    private static final Path DOCUMENT = Path.of("..", "docs", "saml-inspect.md");
    private static final String SP = "https://sp.example.com/saml";
    private static final String ACS = "https://sp.example.com/saml/acs";
    private static final String AT = "2026-06-01T12:00:00Z";

    @TempDir Path folder = Path.of("");

    private record Ran(int status, String out, String err) {
        JsonNode json() {
            return Json.MAPPER.readTree(out);
        }
    }

    private static Ran inspect(String... arguments) {
        List<String> all = new ArrayList<>(List.of("saml", "inspect"));
        all.addAll(List.of(arguments));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = CommandLineInterface.commandLine(demo -> {});
            line.setErr(new PrintWriter(err));
            int status = line.execute(all.toArray(new String[0]));
            return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }

    private static String file(String... path) {
        return FIXTURES.resolve(Path.of("", path)).toString();
    }

    private static String[] okta(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                file("accepted", "vendor-okta", "response.xml"),
                                "--metadata",
                                file("metadata", "vendor-okta", "metadata.xml"),
                                "--acs-url",
                                ACS));
        if (!List.of(more).contains("--at")) {
            arguments.addAll(List.of("--at", AT));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    @Test
    void withoutSettingsItSaysWhatStandsThereAndThatNothingWasVerified() {
        Ran ran = inspect(file("accepted", "vendor-okta", "response.xml"));
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("A Response.", "It was not checked against a connection's settings.")
                .contains(
                        "Who signed what", "  - The Response is signed: #id", "It was not verified")
                .contains("  NameID: ada@example.com", "Nothing odd was found.")
                .contains("\n<saml2p:Response xmlns:saml2p=");
    }

    @Test
    void withSettingsItSaysWhoSignedItAndEveryCheck() {
        Ran ran = inspect(okta("--audience", SP));
        assertThat(ran.status()).as(ran.out()).isZero();
        assertThat(ran.out())
                .contains("ACCEPTED: ada@example.com", "Which request it answers was taken from")
                .contains("It holds, by the pinned certificate CN=Test IdP (SHA-256 a10428fe")
                .contains("not trusted for standing there; it is a pinned one.")
                .contains("  ok      audience\n            expected: " + SP);
    }

    @Test
    void saysInPlainWordsWhatToChangeAtTheIdp() {
        Ran ran = inspect(okta("--audience", "https://other.example", "--request-id", "_other"));
        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.out())
                .contains("REJECTED (in_response_to_mismatch)")
                .contains("  FAILED  audience\n            expected: https://other.example\n")
                .contains(
                        "            found:    \""
                                + SP
                                + "\"\n            to do:    At the IdP, set our entity ID");
    }

    @Test
    void namesTheFlagsThatAreMissing() {
        Ran ran = inspect(okta());
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("For that, give also --sp-entity-id.");
        assertThat(ran.out()).contains("It holds, by the pinned certificate");
    }

    @Test
    void judgesACapturedMessageAsOfWhenItWasMade() {
        Ran ran =
                inspect(
                        file("accepted", "vendor-okta", "response.xml"),
                        "--certificate",
                        file("accepted", "vendor-okta", "certificate.pem"),
                        "--entity-id",
                        SP,
                        "--acs",
                        ACS);
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("ACCEPTED: ada@example.com", "It was judged as of 2026-06-01T")
                .contains("its own IssueInstant", "The issuer was not checked");
        assertThat(inspect(okta("--entity-id", SP, "--at", "2026-06-09T12:00:00Z")).out())
                .contains("REJECTED (confirmation_expired)")
                .doesNotContain("its own IssueInstant");
    }

    @Test
    void saysWhereTheSignatureOfAMessageByRedirectIs() throws Exception {
        String query = Files.readString(FIXTURES.resolve("logout/redirect-request/query.txt"));
        String value = query.replaceAll("&.*", "");
        Path bare = Files.writeString(folder.resolve("bare"), value.replaceAll("^[^=]*=", ""));
        Path field = Files.writeString(folder.resolve("field"), value);
        Path line =
                Files.writeString(
                        folder.resolve("line"), "GET /slo?" + query.strip() + " HTTP/1.1");
        for (Path each : List.of(bare, field)) {
            String out =
                    inspect(
                                    each.toString(),
                                    "--certificate",
                                    certificate("redirect-request"),
                                    "--idp-entity-id",
                                    "https://idp.example.com",
                                    "--slo-url",
                                    "https://sp.example.com/slo")
                            .out();
            assertThat(out)
                    .contains("the parameters SigAlg and Signature", "not checked against")
                    .doesNotContain("not_signed", "Nothing is signed");
        }
        assertThat(inspect(line.toString(), "--certificate", certificate("redirect-request")).out())
                .contains("The query string is signed");
    }

    @Test
    void showsTheCertificateOfAStrangerAndDoesNotTrustIt() {
        Ran ran =
                inspect(
                        file("rejected", "certificate-only-in-key-info", "response.xml"),
                        "--certificate",
                        file("accepted", "vendor-okta", "certificate.pem"));
        assertThat(ran.out())
                .contains("It does not hold. No pinned certificate verifies the signature.")
                .contains("That certificate is none of the pinned ones. Ask the IdP's admin");
    }

    @Test
    void opensWhatIsEncryptedForTheKeyThatIsGiven() {
        String[] arguments = {
            file("accepted", "vendor-okta-encrypted", "response.xml"),
            "--certificate",
            file("accepted", "vendor-okta-encrypted", "certificate.pem"),
            "--decryption-key",
            file("accepted", "vendor-okta-encrypted", "decryption-key.pem"),
            "--allow",
            "aes-cbc"
        };
        Ran ran = inspect(arguments);
        assertThat(ran.out())
                .contains("What was encrypted in it, indented\n<saml2:Assertion")
                .contains("  - The Assertion is signed: #id", "  NameID: ada@example.com")
                .doesNotContain("PRIVATE KEY");
    }

    @Test
    void judgesLogoutMessagesOfBothBindings() throws Exception {
        String query = Files.readString(FIXTURES.resolve("logout/redirect-request/query.txt"));
        Path url = Files.writeString(folder.resolve("url"), "https://sp.example.com/slo?" + query);
        JsonNode settings =
                Json.MAPPER.readTree(
                        Files.readString(FIXTURES.resolve("logout/redirect-request/case.json")));
        String[] flags = {
            "--certificate",
            certificate("redirect-request"),
            "--idp-entity-id",
            settings.get("idpEntityId").stringValue(),
            "--slo-url",
            settings.get("sloUrl").stringValue(),
            "--at",
            settings.get("now").stringValue()
        };
        Ran redirect = inspect(with(flags, url.toString()));
        assertThat(redirect.status()).as(redirect.out()).isZero();
        assertThat(redirect.out())
                .contains("A LogoutRequest.", "ACCEPTED: ", "The query string is signed");

        Ran post = inspect(with(flags, file("logout", "post-unsigned", "message.xml")));
        assertThat(post.status()).isEqualTo(3);
        assertThat(post.out()).contains("REJECTED (not_signed)", "Nothing is signed in the clear.");
    }

    private static String certificate(String logoutCase) {
        return file("logout", logoutCase, "certificate.pem");
    }

    private static String[] with(String[] flags, String message) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add(message);
        return all.toArray(new String[0]);
    }

    @Test
    void saysWhatIsUsedOfMetadata() {
        Ran ran = inspect(file("metadata", "vendor-adfs", "metadata.xml"));
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains(
                        "An EntityDescriptor.",
                        "What is used of it",
                        "Identity provider http://adfs")
                .contains("Note (other-role)", "Note (key-use)");
    }

    @Test
    void showsADocumentThatTheParserRefuses() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad"), "<!DOCTYPE a><a>\u001b[2J</a>");
        Ran ran = inspect(bad.toString());
        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.out()).contains("does not read", "<!DOCTYPE a>").doesNotContain("\u001b");
    }

    @Test
    void canNotBeSteeredByWhatIsPrinted() throws Exception {
        String hostile =
                "<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='r'>"
                        + "<Issuer xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>a\u202e\u0085b</Issuer></samlp:Response>";
        Path message = Files.writeString(folder.resolve("hostile"), hostile);
        assertThat(inspect(message.toString()).out())
                .contains("Issuer: a\\u{202e}\\u{85}b")
                .doesNotContain("\u202e", "\u0085");
        assertThat(inspect(message.toString(), "--json").out()).isASCII();
    }

    @Test
    void theStatusTellsWhatCanNotBeUsed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThat(inspect(empty.toString()).status()).isEqualTo(2);
        assertThat(inspect(folder.resolve("none").toString()).status()).isEqualTo(2);
        Ran several =
                inspect(
                        file("accepted", "vendor-okta", "response.xml"),
                        "--metadata",
                        file("metadata", "group", "metadata.xml"));
        assertThat(several.status()).isEqualTo(2);
        assertThat(several.err()).contains("name one with --idp-entity-id");
        Path large = folder.resolve("large");
        Files.write(large, new byte[17 * 1024 * 1024]);
        assertThat(inspect(large.toString()).err()).contains("is larger than");
    }

    @Test
    void readsACertificateInDer() throws Exception {
        String pem = Files.readString(FIXTURES.resolve("accepted/vendor-okta/certificate.pem"));
        byte[] der =
                java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        Path file = Files.write(folder.resolve("idp.cer"), der);
        Ran ran =
                inspect(
                        file("accepted", "vendor-okta", "response.xml"),
                        "--certificate",
                        file.toString());
        assertThat(ran.out()).contains("It holds, by the pinned certificate");
    }

    @Test
    void forMachinesEveryFieldIsAlwaysThere() {
        JsonNode accepted = inspect(okta("--audience", SP, "--json")).json();
        JsonNode rejected = inspect(okta("--audience", "urn:x", "--json")).json();
        JsonNode metadata =
                inspect(file("metadata", "vendor-okta", "metadata.xml"), "--json").json();
        Set<String> fields = Set.copyOf(accepted.propertyNames());
        for (JsonNode each : List.of(rejected, metadata)) {
            assertThat(Set.copyOf(each.propertyNames())).isEqualTo(fields);
        }
        assertThat(accepted.get("verdict").stringValue()).isEqualTo("accepted");
        assertThat(accepted.get("who").stringValue()).isEqualTo("ada@example.com");
        assertThat(accepted.get("code").isNull()).isTrue();
        JsonNode signature = accepted.get("signatures").get(0);
        assertThat(signature.get("verifiedBy").get("sha256").stringValue()).startsWith("a10428fe");
        assertThat(signature.get("keyInfoNotTrusted").get("subject").stringValue())
                .isEqualTo("CN=Test IdP");
        assertThat(rejected.get("code").stringValue()).isEqualTo("audience_mismatch");
        assertThat(rejected.get("remedy").stringValue()).contains("entity ID");
        assertThat(rejected.get("checks"))
                .anySatisfy(check -> {
                    assertThat(check.get("check").stringValue()).isEqualTo("audience");
                    assertThat(check.get("passed").booleanValue()).isFalse();
                    assertThat(check.get("remedy").isString()).isTrue();
                });
        assertThat(metadata.get("providers").get(0).get("entityId").stringValue())
                .isEqualTo("http://www.okta.com/exkexample0001");
    }

    @Test
    void theDocumentNamesEveryField() throws Exception {
        String page = Files.readString(DOCUMENT);
        JsonNode answer = inspect(okta("--audience", SP, "--json")).json();
        assertThat(page).contains(quoted(answer));
        assertThat(page).contains(quoted(answer.get("signatures").get(0)));
        assertThat(page).contains(quoted(answer.get("checks").get(0)));
        assertThat(page).contains(quoted(answer.get("signatures").get(0).get("verifiedBy")));
    }

    private static List<String> quoted(JsonNode object) {
        return object.propertyNames().stream().map(name -> "`" + name + "`").toList();
    }
}
