package dev.latchkey.saml.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.TrustedCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever metadata arrives: what is taken from it could be put on a page and into a form as it is. */
class MetadataFuzzTest {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    static Stream<byte[]> seeds() {
        return Seeds.of("metadata");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void takesNothingHarmful(byte[] octets) {
        Stopwatch watch = new Stopwatch();
        IdpMetadata.Reading reading = IdpMetadata.read(octets, Limits.METADATA);
        watch.requireShort();
        switch (reading) {
            case IdpMetadata.Found(List<IdpMetadata> providers) -> {
                assertThat(providers).isNotEmpty();
                providers.forEach(MetadataFuzzTest::requireHarmless);
            }
            case IdpMetadata.Unusable unusable -> assertThat(unusable.reason()).isNotNull();
        }
    }

    private static void requireHarmless(IdpMetadata provider) {
        assertThat(provider.entityId()).isNotBlank();
        Stream.of(provider.ssoServices(), provider.sloServices())
                .flatMap(List::stream)
                .forEach(endpoint -> {
                    requireWebAddress(endpoint.location());
                    String answers = endpoint.responseLocation();
                    if (answers != null) {
                        requireWebAddress(answers);
                    }
                });
        Set<String> known = new HashSet<>();
        for (TrustedCertificate each : provider.certificates()) {
            assertThat(known.add(each.sha256())).as("each certificate once").isTrue();
        }
        provider.remarks().forEach(remark -> assertThat(remark.code()).matches("[a-z-]+"));
    }

    private static void requireWebAddress(String address) {
        URI uri = URI.create(address);
        assertThat(uri.getScheme().toLowerCase(Locale.ROOT)).isIn(SCHEMES);
        assertThat(uri.getHost()).isNotBlank();
        assertThat(uri.getUserInfo()).isNull();
        assertThat(address.getBytes(StandardCharsets.UTF_8))
                .doesNotContain('<', '>', '"', ' ', '\n');
    }
}
