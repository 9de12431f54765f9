package dev.latchkey.connections;

import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what somebody submits about an IdP, and keeps it as text until a connection is made from it. What can't be
 * used, and any private key (requirement D17), is refused before anything is kept.
 */
@Component
public class DetailsReader {
    static final int MOST_METADATA = 256 * 1024;

    private final JsonMapper json;

    DetailsReader(JsonMapper json) {
        this.json = json;
    }

    /** What somebody sent: the file where there is one, else what they pasted. */
    public static byte[] document(@Nullable MultipartFile file, String text) throws IOException {
        return file == null || file.isEmpty()
                ? text.strip().getBytes(StandardCharsets.UTF_8)
                : file.getBytes();
    }

    /** From a metadata document with one IdP in it. */
    public Result<ConnectionDetails> ofMetadata(byte[] document) {
        return providers(document).flatMap(DetailsReader::only);
    }

    /** The IdPs that a metadata document describes, in its order. */
    static Result<List<IdpMetadata>> providers(byte[] document) {
        Optional<ConnectionError> refusal = refusal(document);
        if (refusal.isPresent()) {
            return new Result.Refused<>(List.of(new Problem(refusal.get(), null)));
        }
        return switch (IdpMetadata.read(document, Limits.METADATA)) {
            case IdpMetadata.Unusable unusable ->
                    Result.refused(ConnectionError.METADATA_UNUSABLE, why(unusable));
            case IdpMetadata.Found(List<IdpMetadata> providers)
                    when providers.stream().anyMatch(DetailsReader::hasPrivateKey) ->
                    new Result.Refused<>(
                            List.of(new Problem(ConnectionError.PRIVATE_KEY_GIVEN, null)));
            case IdpMetadata.Found(List<IdpMetadata> providers) -> Result.ok(providers);
        };
    }

    /** Why metadata can't be used, with what was found in its place. */
    private static String why(IdpMetadata.Unusable unusable) {
        String meaning = unusable.reason().meaning();
        return unusable.reason() == Reason.METADATA_WITHOUT_IDP && unusable.found() != null
                ? meaning + " Found: " + unusable.found() + "."
                : meaning;
    }

    private static Result<ConnectionDetails> only(List<IdpMetadata> providers) {
        return providers.size() == 1
                ? ConnectionForm.of(providers.getFirst()).details()
                : Result.refused(
                        ConnectionError.PROVIDER_UNKNOWN,
                        providers.stream()
                                .limit(5)
                                .map(IdpMetadata::entityId)
                                .collect(Collectors.joining(", ")));
    }

    /** Why a document isn't even read. */
    static Optional<ConnectionError> refusal(byte[] document) {
        if (document.length == 0) {
            return Optional.of(ConnectionError.METADATA_MISSING);
        }
        if (document.length > MOST_METADATA) {
            return Optional.of(ConnectionError.METADATA_TOO_LARGE);
        }
        return TrustedCertificate.hasPrivateKey(new String(document, StandardCharsets.UTF_8))
                ? Optional.of(ConnectionError.PRIVATE_KEY_GIVEN)
                : Optional.empty();
    }

    private static boolean hasPrivateKey(IdpMetadata idp) {
        return idp.remarks().stream().anyMatch(remark -> remark.code().equals("private-key"));
    }

    /** From the fields of a form, named as in the operators' form; those that are not there are as usual. */
    public Result<ConnectionDetails> ofFields(MultiValueMap<String, String> fields) {
        ConnectionForm usual = ConnectionForm.empty();
        fields.computeIfAbsent("emailSource", name -> List.of(usual.emailSource()));
        fields.computeIfAbsent("signature", name -> List.of(usual.signature()));
        fields.computeIfAbsent("encryption", name -> List.of(usual.encryption()));
        fields.computeIfAbsent("clockSkewSeconds", name -> List.of(usual.clockSkewSeconds()));
        return ConnectionForm.of(fields).details();
    }

    /** As text that {@link #read} understands. */
    public String write(ConnectionDetails details) {
        return json.writeValueAsString(ConnectionForm.of(details));
    }

    /** What {@link #write} wrote, or what of it can no longer be used. */
    public Result<ConnectionDetails> read(String text) {
        return json.readValue(text, ConnectionForm.class).details();
    }

    /** Fingerprints and ends of the certificates, for people. */
    public List<String> certificates(ConnectionDetails details) {
        return details.certificates().stream()
                .map(each ->
                        each.sha256()
                                + ", until "
                                + each.notAfter().toString().substring(0, 10)
                                + (each.weakness() == null ? "" : "; " + each.weakness()))
                .toList();
    }
}
